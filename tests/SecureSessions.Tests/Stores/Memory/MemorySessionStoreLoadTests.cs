using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>The in-memory store under many sessions.</summary>
[Collection(RunsAlone.Name)]
[Trait("Pace", "Slow")]
public sealed class MemorySessionStoreLoadTests : IDisposable
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private readonly ManualTimeProvider _clock = new();
    private readonly MemorySessionStore _store;
    private readonly NewSessions _sessions;

    public MemorySessionStoreLoadTests()
    {
        _store = new MemorySessionStore(_clock, Options.Create(new MemoryStoreOptions()), NullLogger<MemorySessionStore>.Instance);
        _sessions = new NewSessions(_store, IdleTimeout, absoluteTimeout: TimeSpan.FromDays(1));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_signed_in_session_of_200_bytes_with_its_label_takes_at_most_600_bytes_of_memory()
    {
        const int Count = 200_000;
        byte[] label = RandomValues.Bytes(62);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Count; i++)
            await SignInAsync($"user-{i}", label);

        long perSession = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;

        Assert.InRange(perSession, 200, 600);
    }

    /// <summary>A machine may pause for reasons of its own, but not each time, and if it is slow all of this is; a lock that is held for
    /// too long shows each time.</summary>
    [Fact]
    public async Task While_100_000_sessions_expire_no_request_waits_for_them()
    {
        (TimeSpan slowest, TimeSpan whole) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (int attempt = 0; attempt < 10 && !IsShort(slowest, whole); attempt++)
            (slowest, whole) = await SlowestFindWhileSessionsExpireAsync(100_000);

        Assert.True(IsShort(slowest, whole), $"The slowest find took {slowest.TotalMilliseconds} of the {whole.TotalMilliseconds} ms.");
    }

    private static bool IsShort(TimeSpan slowest, TimeSpan whole) => slowest < TimeSpan.FromMilliseconds(50) || slowest < whole / 4;

    private async Task SignInAsync(string user, byte[] label)
    {
        NewSession session = await _sessions.BuildAsync(user, label: label);
        var reservation = new SessionReservation(
            session.Id, user, session.CreatedAt, session.CreatedAt + session.IdleTimeout, session.AbsoluteExpiresAt);
        await _store.ReserveAsync(reservation, limit: null, CancellationToken.None);
        await _store.CreateAsync(session, CancellationToken.None);
    }

    /// <summary>The slowest find, and how long it took until all had expired.</summary>
    private async Task<(TimeSpan Slowest, TimeSpan Whole)> SlowestFindWhileSessionsExpireAsync(int count)
    {
        NewSession[] living = new NewSession[1_000];
        for (int i = 0; i < living.Length; i++)
            living[i] = await _sessions.CreateAsync(idle: TimeSpan.FromDays(1));

        for (int i = 0; i < count; i++)
            await _sessions.CreateAsync();

        using var expired = new CancellationTokenSource();
        Task<TimeSpan> finding = Task.Run(() => SlowestFindAsync(living, expired.Token));
        long start = Stopwatch.GetTimestamp();
        _clock.Advance(IdleTimeout + SecureSessionDefaults.TombstoneRetention + TimeSpan.FromSeconds(10));
        TimeSpan whole = Stopwatch.GetElapsedTime(start);
        await expired.CancelAsync();
        Assert.True(_store.Count < count);
        return (await finding, whole);
    }

    private async Task<TimeSpan> SlowestFindAsync(NewSession[] sessions, CancellationToken stop)
    {
        TimeSpan slowest = TimeSpan.Zero;
        for (int i = 0; !stop.IsCancellationRequested; i = (i + 1) % sessions.Length)
        {
            long start = Stopwatch.GetTimestamp();
            FindResult result = await _store.FindAsync(sessions[i].Id, sessions[i].Hash, FindMode.Active, CancellationToken.None);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            Assert.Equal(FindStatus.Current, result.Status);
            slowest = elapsed > slowest ? elapsed : slowest;
        }

        return slowest;
    }
}
