using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Testing;

/// <summary>The code that waits for its request. Each piece has an address that is random and good once.</summary>
internal sealed class TestRuns
{
    private const string Prefix = "secure-sessions-test-";

    private readonly ConcurrentDictionary<string, TestRun> _waiting = [];

    /// <summary>Keeps a piece of code, and tells the last segment of its address.</summary>
    public string Add(TestRun run)
    {
        string name = Prefix + RandomNumberGenerator.GetHexString(32);
        _waiting[name] = run;
        return name;
    }

    public bool TryTake(HttpRequest request, [NotNullWhen(true)] out TestRun? run)
    {
        run = null;
        string path = request.Path.Value ?? "";
        return path.Contains(Prefix, StringComparison.Ordinal) && _waiting.TryRemove(path[(path.LastIndexOf('/') + 1)..], out run);
    }
}
