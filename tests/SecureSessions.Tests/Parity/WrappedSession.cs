using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Parity;

/// <summary>A session that a library put around the app's, with a prefix before every key.</summary>
internal sealed class WrappedSession(ISession inner) : ISession
{
    private const string Prefix = "wrapped:";

    public bool IsAvailable => inner.IsAvailable;

    public string Id => inner.Id;

    public IEnumerable<string> Keys => inner.Keys;

    public Task LoadAsync(CancellationToken cancellationToken = default) => inner.LoadAsync(cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken = default) => inner.CommitAsync(cancellationToken);

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => inner.TryGetValue(Prefix + key, out value);

    public void Set(string key, byte[] value) => inner.Set(Prefix + key, value);

    public void Remove(string key) => inner.Remove(Prefix + key);

    public void Clear() => inner.Clear();
}
