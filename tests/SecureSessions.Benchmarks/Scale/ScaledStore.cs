using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Memory;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Scale;

/// <summary>
/// An in-memory store that keeps its number of sessions, and what its calls cost. Its sweep runs when the clock is moved.
/// </summary>
internal sealed class ScaledStore : IAsyncDisposable
{
    // Few at a time, so that the smallest store stays small; many times, so that a round is long enough to be measured.
    private const int Cycles = 10;
    private const int ComingAndGoing = 400;
    private const int Ending = ComingAndGoing / 2;

    private static readonly TimeSpan LongLife = TimeSpan.FromDays(30);
    private static readonly TimeSpan ShortLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepDelay = TimeSpan.FromMilliseconds(2 * ExpiryWheel.TickMilliseconds);

    /// <summary>Half of the time in which the sweep looks once at each session that stays; more than tombstones are kept.</summary>
    private static readonly TimeSpan Cycle = TimeSpan.FromMilliseconds(256 * ExpiryWheel.TickMilliseconds);

    private readonly ManualTimeProvider _clock = new();
    private readonly ServiceProvider _services;
    private readonly MemorySessionStore _store;
    private readonly SessionCipher _cipher;
    private readonly SessionCrowd _sessions;

    private ScaledStore(int size)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSecureSessions();
        _services = services.BuildServiceProvider();
        _store = (MemorySessionStore)_services.GetRequiredService<ISecureSessionStore>();
        _cipher = _services.GetRequiredService<SessionCipher>();
        _sessions = new SessionCrowd(_services, size);
        Costs = new CallCosts(size);
    }

    public CallCosts Costs { get; }

    public static async Task<ScaledStore> CreateAsync(int size)
    {
        var store = new ScaledStore(size);
        await store._sessions.GrowToAsync(size, LongLife);

        // The sweep will look at these sessions in the middle of a cycle, and so never where it is measured.
        store._clock.Leap(Cycle / 2);
        return store;
    }

    /// <summary>Measures each kind of call, and counts it if it is not for the just-in-time compiler only.</summary>
    public async Task RunAsync(bool counts)
    {
        double find = await _sessions.MeasureFindAsync();
        (TimeSpan create, TimeSpan end, TimeSpan sweep) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (int i = 0; i < Cycles; i++)
        {
            NewSession[] sessions = [.. await BuildAsync()];
            create += await TimeAsync(async () => await CreateAllAsync(sessions));
            end += await TimeAsync(async () => await EndAllAsync(sessions[..Ending]));
            sweep += await TimeAsync(() =>
            {
                _clock.Leap(ShortLife + SweepDelay);
                return Task.CompletedTask;
            });
            await ForgetAsync();
        }

        if (counts)
        {
            Costs.Add(
                find,
                create.TotalNanoseconds / (Cycles * ComingAndGoing),
                end.TotalNanoseconds / (Cycles * Ending),
                sweep.TotalNanoseconds / (Cycles * (ComingAndGoing - Ending)));
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<TimeSpan> TimeAsync(Func<Task> runAsync)
    {
        long started = Stopwatch.GetTimestamp();
        await runAsync();
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task<IEnumerable<NewSession>> BuildAsync()
    {
        DateTimeOffset now = await _store.GetTimeAsync(CancellationToken.None);
        return Enumerable.Range(0, ComingAndGoing).Select(number => Build(SessionToken.Create(), $"guest {number}", now));
    }

    private NewSession Build(SessionToken token, string user, DateTimeOffset now) => new()
    {
        Id = token.Id,
        Hash = _cipher.Hash(token.Secret),
        UserId = user,
        CreatedAt = now,
        AbsoluteExpiresAt = now + ShortLife,
        IdleTimeout = ShortLife,
        Payload = new byte[SessionCrowd.PayloadSize],
    };

    private async Task CreateAllAsync(NewSession[] sessions)
    {
        foreach (NewSession session in sessions)
        {
            var reservation = new SessionReservation(
                session.Id, session.UserId!, session.CreatedAt, session.AbsoluteExpiresAt, session.AbsoluteExpiresAt);
            await _store.ReserveAsync(reservation, limit: 100, CancellationToken.None);
            await _store.CreateAsync(session, CancellationToken.None);
        }
    }

    private async Task EndAllAsync(NewSession[] sessions)
    {
        foreach (NewSession session in sessions)
        {
            EndResult end = await _store.EndAsync(session.Id, SessionEndReason.SignedOut, expectedVersion: null, CancellationToken.None);
            await _store.RemoveAsync(session.UserId!, session.Id, EndedSession.Of(end.Session!), CancellationToken.None);
        }
    }

    // What the watch over the deadlines does, and then the time until the tombstones are forgotten.
    private async Task ForgetAsync()
    {
        int reported = 0;
        while (await _store.LeaseDueAsync(CancellationToken.None) is { Count: > 0 } due)
        {
            reported += due.Count;
            foreach (SessionDeadline deadline in due)
            {
                await _store.RemoveAsync(deadline.Session.UserId, deadline.Session.Id, ended: null, CancellationToken.None);
                await _store.CompleteAsync(deadline, CancellationToken.None);
            }
        }

        _clock.Leap(Cycle - ShortLife - SweepDelay);
        if (reported != ComingAndGoing - Ending || _store.Count != _sessions.Count)
            throw new InvalidOperationException($"{reported} sessions expired, and {_store.Count} entries stayed.");
    }
}
