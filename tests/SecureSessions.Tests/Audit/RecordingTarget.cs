using System.Collections.Concurrent;
using System.Text.Json;

namespace SecureSessions.Tests.Audit;

/// <summary>Keeps the entries, fails as long as it is told to, and takes as long as it is told to.</summary>
internal sealed class RecordingTarget : IAuditTarget
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();
    private int _tries;

    /// <summary>What each write throws; nothing if it succeeds.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What each write waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Tries => Volatile.Read(ref _tries);

    public IReadOnlyCollection<AuditEntry> Entries => _entries;

    public IEnumerable<JsonElement> Lines => _entries.Select(static entry => JsonElement.Parse(entry.Json));

    public IEnumerable<string?> Names => Lines.Select(static line => line.GetProperty("event").GetString());

    public async Task WriteAsync(IReadOnlyList<AuditEntry> entries)
    {
        Interlocked.Increment(ref _tries);
        await Gate;
        if (Fault is not null)
            throw Fault;

        foreach (AuditEntry entry in entries)
            _entries.Enqueue(entry);
    }
}
