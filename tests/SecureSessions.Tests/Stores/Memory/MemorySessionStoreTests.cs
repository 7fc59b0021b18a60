using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>What only the in-memory store promises: bounds, freed memory, and a clock that nobody can set.</summary>
public sealed partial class MemorySessionStoreTests : IDisposable
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromHours(2);

    /// <summary>The wheel finds what is due by the end of the tick, and the timer comes once a tick.</summary>
    private static readonly TimeSpan SweepDelay = TimeSpan.FromMilliseconds(2 * ExpiryWheel.TickMilliseconds);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<MemorySessionStore> _stores = [];

    public void Dispose() => _stores.ForEach(static store => store.Dispose());

    private MemorySessionStore CreateStore(
        int maxAnonymousSessions = 100,
        TimeProvider? timeProvider = null,
        long maxAnonymousBytes = SecureSessionDefaults.MaxAnonymousBytes)
    {
        var options = new MemoryStoreOptions { MaxAnonymousSessions = maxAnonymousSessions, MaxAnonymousBytes = maxAnonymousBytes };
        var store = new MemorySessionStore(timeProvider ?? _clock, Options.Create(options), NullLogger<MemorySessionStore>.Instance);
        _stores.Add(store);
        return store;
    }

    private static NewSessions SessionsOf(MemorySessionStore store) => new(store, IdleTimeout, AbsoluteTimeout);

    private static async Task<List<NewSession>> CreateManyAsync(MemorySessionStore store, int count, string? userId = null)
    {
        NewSessions sessions = SessionsOf(store);
        List<NewSession> created = [];
        for (int i = 0; i < count; i++)
            created.Add(await sessions.CreateAsync(userId));

        return created;
    }

    private static async Task<FindStatus> FindAsync(MemorySessionStore store, NewSession session, FindMode mode = FindMode.Active) =>
        (await store.FindAsync(session.Id, session.Hash, mode, CancellationToken.None)).Status;

    private static async Task EndAsync(MemorySessionStore store, NewSession session) =>
        await store.EndAsync(session.Id, SessionEndReason.SignedOut, expectedVersion: null, CancellationToken.None);
}
