using Xunit;

namespace SecureSessions.TestKit;

/// <summary>
/// What every <see cref="ISecureSessionIndex"/> promises beside its store, sentence by sentence. A store's tests subclass it.
/// </summary>
/// <remarks>
/// Nothing here knows how a store works or whose clock it uses; a store that cannot be told the time waits in <see cref="AdvanceAsync"/>
/// and shrinks the durations. Who waits for none of them has <see cref="Sessions"/>, which no busy machine outlasts. Each test wants a pair
/// that holds nothing of other tests. What lasts for minutes or days (reservations, leases, the history) is left to the store's own tests,
/// except where <see cref="CanWaitForLease"/> says otherwise.
/// </remarks>
public abstract partial class SessionIndexContract : IAsyncLifetime
{
    /// <summary>How many callers compete in a race.</summary>
    private const int Competitors = 100;

    protected const string User = NewSessions.User;

    /// <summary>Of <see cref="BriefSessions"/>.</summary>
    protected virtual TimeSpan IdleTimeout => TimeSpan.FromMinutes(20);

    /// <summary>Of <see cref="BriefSessions"/>; more than three times <see cref="IdleTimeout"/>.</summary>
    protected virtual TimeSpan AbsoluteTimeout => TimeSpan.FromHours(2);

    /// <summary>How near to an instant a test can place itself; at least a millisecond, and less than a fifth of
    /// <see cref="IdleTimeout"/>.</summary>
    protected virtual TimeSpan Margin => TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Whether <see cref="AdvanceAsync"/> can let a whole <see cref="SecureSessionDefaults.DeadlineLease"/> pass. If not, the sentences
    /// about the end of a lease are passed over, and the store's own tests hold them, for example by shortening the lease behind its back.
    /// </summary>
    protected virtual bool CanWaitForLease => true;

    protected ISecureSessionStore Store { get; private set; } = null!;

    protected ISecureSessionIndex Index { get; private set; } = null!;

    /// <summary>Sessions whose deadlines no test comes near.</summary>
    protected NewSessions Sessions { get; private set; } = null!;

    /// <summary>Sessions whose deadlines a test waits for.</summary>
    protected NewSessions BriefSessions { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (Store, Index) = await CreateAsync();
        Sessions = new NewSessions(Store, idleTimeout: TimeSpan.FromHours(1), absoluteTimeout: TimeSpan.FromHours(4));
        BriefSessions = new NewSessions(Store, IdleTimeout, AbsoluteTimeout);
    }

    public virtual Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The two ports of one store; they may be one object.</summary>
    protected abstract ValueTask<(ISecureSessionStore Store, ISecureSessionIndex Index)> CreateAsync();

    protected abstract Task AdvanceAsync(TimeSpan duration);

    /// <summary>What a sign-in reserves for a session that it is about to create.</summary>
    protected static SessionReservation ReservationOf(NewSession session)
    {
        DateTimeOffset idleExpiresAt = session.CreatedAt + session.IdleTimeout;
        return new SessionReservation(
            session.Id,
            session.UserId!,
            session.CreatedAt,
            idleExpiresAt < session.AbsoluteExpiresAt ? idleExpiresAt : session.AbsoluteExpiresAt,
            session.AbsoluteExpiresAt)
        {
            Label = session.Label,
        };
    }

    /// <summary>Reserves a session and does not create it.</summary>
    protected async Task<SessionId> ReserveAsync(string userId = User)
    {
        NewSession session = await Sessions.BuildAsync(userId);
        await ReserveAsync(session);
        return session.Id;
    }

    protected ValueTask<IReadOnlyList<SessionId>> ReserveAsync(NewSession session, int? limit = null) =>
        Index.ReserveAsync(ReservationOf(session), limit, CancellationToken.None);

    /// <summary>Signs a user in, as far as a store sees it.</summary>
    protected async Task<NewSession> SignInAsync(string userId = User) => await SignInAsync(await Sessions.BuildAsync(userId));

    /// <summary>As <see cref="SignInAsync(string)"/>, with one of <see cref="BriefSessions"/>.</summary>
    protected async Task<NewSession> SignInBrieflyAsync(string userId = User) => await SignInAsync(await BriefSessions.BuildAsync(userId));

    private async Task<NewSession> SignInAsync(NewSession session)
    {
        await ReserveAsync(session);
        Assert.Equal(CreateStatus.Created, await Store.CreateAsync(session, CancellationToken.None));
        return session;
    }

    protected async Task<List<SessionId>> ListAsync(string userId = User) =>
        [.. (await Index.ListAsync(userId, CancellationToken.None)).Select(static listed => listed.Id)];

    protected ValueTask RemoveAsync(SessionId id, EndedSession? ended = null, string userId = User) =>
        Index.RemoveAsync(userId, id, ended, CancellationToken.None);

    protected ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId = User) =>
        Index.HistoryAsync(userId, CancellationToken.None);

    /// <summary>Leases until nothing is due.</summary>
    protected async Task<List<SessionDeadline>> LeaseAllAsync()
    {
        List<SessionDeadline> leased = [];
        while (await Index.LeaseDueAsync(CancellationToken.None) is { Count: > 0 } some)
            leased.AddRange(some);

        return leased;
    }

    protected ValueTask<SessionSummary?> PeekAsync(SessionId id) => Store.PeekAsync(id, CancellationToken.None);

    private static Task<T[]> RaceAsync<T>(Func<int, Task<T>> compete) =>
        Task.WhenAll(Enumerable.Range(0, Competitors).Select(i => Task.Run(() => compete(i))));
}
