using Xunit;

namespace SecureSessions.Testing;

/// <summary>
/// What every <see cref="ISecureSessionIndex"/> promises beside its store, as tests of xunit. The tests of a store subclass it.
/// </summary>
/// <remarks>
/// <para>
/// A subclass implements <see cref="CreateAsync"/> and <see cref="AdvanceAsync"/>, and has all tests. Nothing here knows how a store works
/// or whose clock it uses. A store whose clock can be moved moves it in <see cref="AdvanceAsync"/>. One whose clock cannot be moved waits
/// there, and overrides the durations by seconds: <see cref="IdleTimeout"/>, <see cref="AbsoluteTimeout"/>, <see cref="Margin"/>.
/// </para>
/// <para>
/// Tests that wait for no deadline use <see cref="Sessions"/>, which no busy machine outlasts. What lasts for minutes or days
/// (reservations, leases, the history) is left to the store's own tests, except where <see cref="CanWaitForLease"/> says otherwise.
/// </para>
/// </remarks>
public abstract partial class SessionIndexContract : IAsyncLifetime
{
    /// <summary>How many callers compete in a race.</summary>
    private const int Competitors = 100;

    /// <summary>Whose sessions the tests make, unless they say otherwise.</summary>
    protected const string User = NewSessions.User;

    /// <summary>How long <see cref="BriefSessions"/> live without activity.</summary>
    /// <value>20 minutes.</value>
    protected virtual TimeSpan IdleTimeout => TimeSpan.FromMinutes(20);

    /// <summary>How long <see cref="BriefSessions"/> live at most; more than three times <see cref="IdleTimeout"/>.</summary>
    /// <value>2 hours.</value>
    protected virtual TimeSpan AbsoluteTimeout => TimeSpan.FromHours(2);

    /// <summary>How near to an instant a test can place itself; at least a millisecond, and less than a fifth of
    /// <see cref="IdleTimeout"/>.</summary>
    /// <value>1 millisecond.</value>
    protected virtual TimeSpan Margin => TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Whether <see cref="AdvanceAsync"/> can let a whole <see cref="SecureSessionDefaults.DeadlineLease"/> pass. If not, the sentences
    /// about the end of a lease are passed over, and the store's own tests hold them, for example by shortening the lease behind its back.
    /// </summary>
    /// <value>True.</value>
    protected virtual bool CanWaitForLease => true;

    /// <summary>The store of this test.</summary>
    protected ISecureSessionStore Store { get; private set; } = null!;

    /// <summary>The users port of this test's store.</summary>
    protected ISecureSessionIndex Index { get; private set; } = null!;

    /// <summary>Sessions whose deadlines no test comes near.</summary>
    protected NewSessions Sessions { get; private set; } = null!;

    /// <summary>Sessions whose deadlines a test waits for.</summary>
    protected NewSessions BriefSessions { get; private set; } = null!;

    /// <summary>Creates the two ports. xunit calls it before each test.</summary>
    /// <returns>When they are there.</returns>
    public async Task InitializeAsync()
    {
        (Store, Index) = await CreateAsync();
        Sessions = new NewSessions(Store, idleTimeout: TimeSpan.FromHours(1), absoluteTimeout: TimeSpan.FromHours(4));
        BriefSessions = new NewSessions(Store, IdleTimeout, AbsoluteTimeout);
    }

    /// <summary>Disposes the store if it can be disposed. xunit calls it after each test.</summary>
    /// <returns>When the store is disposed.</returns>
    public virtual Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Creates the two ports of one store for one test. They may be one object, and must hold nothing of other tests.</summary>
    /// <returns>The ports.</returns>
    protected abstract ValueTask<(ISecureSessionStore Store, ISecureSessionIndex Index)> CreateAsync();

    /// <summary>Lets time pass for the store: moves its clock, or waits.</summary>
    /// <param name="duration">How long, at least.</param>
    /// <returns>When the store's time is that much later.</returns>
    protected abstract Task AdvanceAsync(TimeSpan duration);

    /// <summary>What a sign-in reserves for a session that it is about to create.</summary>
    private static SessionReservation ReservationOf(NewSession session)
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
    private async Task<SessionId> ReserveAsync(string userId = User)
    {
        NewSession session = await Sessions.BuildAsync(userId);
        await ReserveAsync(session);
        return session.Id;
    }

    private ValueTask<IReadOnlyList<SessionId>> ReserveAsync(NewSession session, int? limit = null) =>
        Index.ReserveAsync(ReservationOf(session), limit, CancellationToken.None);

    /// <summary>Signs a user in, as far as a store sees it.</summary>
    private async Task<NewSession> SignInAsync(string userId = User) => await SignInAsync(await Sessions.BuildAsync(userId));

    /// <summary>As <see cref="SignInAsync(string)"/>, with one of <see cref="BriefSessions"/>.</summary>
    private async Task<NewSession> SignInBrieflyAsync(string userId = User) => await SignInAsync(await BriefSessions.BuildAsync(userId));

    private async Task<NewSession> SignInAsync(NewSession session)
    {
        await ReserveAsync(session);
        Assert.Equal(CreateStatus.Created, await Store.CreateAsync(session, CancellationToken.None));
        return session;
    }

    private async Task<List<SessionId>> ListAsync(string userId = User) =>
        [.. (await Index.ListAsync(userId, CancellationToken.None)).Select(static listed => listed.Id)];

    private ValueTask RemoveAsync(SessionId id, EndedSession? ended = null, string userId = User) =>
        Index.RemoveAsync(userId, id, ended, CancellationToken.None);

    private ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId = User) =>
        Index.HistoryAsync(userId, CancellationToken.None);

    /// <summary>Leases until nothing is due.</summary>
    private async Task<List<SessionDeadline>> LeaseAllAsync()
    {
        List<SessionDeadline> leased = [];
        while (await Index.LeaseDueAsync(CancellationToken.None) is { Count: > 0 } some)
            leased.AddRange(some);

        return leased;
    }

    private ValueTask<SessionSummary?> PeekAsync(SessionId id) => Store.PeekAsync(id, CancellationToken.None);

    private static Task<T[]> RaceAsync<T>(Func<int, Task<T>> compete) =>
        Task.WhenAll(Enumerable.Range(0, Competitors).Select(i => Task.Run(() => compete(i))));
}
