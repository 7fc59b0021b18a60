using Xunit;

namespace SecureSessions.Testing;

/// <summary>What every <see cref="ISecureSessionStore"/> promises, as tests of xunit. The tests of a store subclass it.</summary>
/// <remarks>
/// <para>
/// A subclass implements <see cref="CreateStoreAsync"/> and <see cref="AdvanceAsync"/>, and has all tests. Nothing here knows how a store
/// works or whose clock it uses. A store whose clock can be moved moves it in <see cref="AdvanceAsync"/>. One whose clock cannot be moved
/// waits there, and overrides the durations by seconds: <see cref="IdleTimeout"/>, <see cref="AbsoluteTimeout"/>, <see cref="Grace"/>,
/// <see cref="Margin"/>.
/// </para>
/// <para>
/// Tests that wait for no deadline use <see cref="Sessions"/>, which no busy machine outlasts. What lasts as long as
/// <see cref="SecureSessionDefaults.TombstoneRetention"/> is left to the store's own tests, except where
/// <see cref="OpenForgetfulStoreAsync"/> shortens it.
/// </para>
/// </remarks>
public abstract partial class SessionStoreContract : IAsyncLifetime
{
    /// <summary>How many callers compete in a race.</summary>
    private const int Competitors = 100;

    private static readonly TimeSpan LongIdleTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongAbsoluteTimeout = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongGrace = TimeSpan.FromMinutes(10);

    /// <summary>How long <see cref="BriefSessions"/> live without activity.</summary>
    /// <value>20 minutes.</value>
    protected virtual TimeSpan IdleTimeout => TimeSpan.FromMinutes(20);

    /// <summary>How long <see cref="BriefSessions"/> live at most; more than twice <see cref="IdleTimeout"/>.</summary>
    /// <value>1 hour.</value>
    protected virtual TimeSpan AbsoluteTimeout => TimeSpan.FromHours(1);

    /// <summary>The grace of a renewal whose end a test waits for; less than half of <see cref="IdleTimeout"/>.</summary>
    /// <value>30 seconds.</value>
    protected virtual TimeSpan Grace => TimeSpan.FromSeconds(30);

    /// <summary>How near to an instant a test can place itself; at least a millisecond.</summary>
    /// <value>1 millisecond.</value>
    protected virtual TimeSpan Margin => TimeSpan.FromMilliseconds(1);

    /// <summary>The store of this test.</summary>
    protected ISecureSessionStore Store { get; private set; } = null!;

    /// <summary>Sessions whose deadlines no test comes near.</summary>
    protected NewSessions Sessions { get; private set; } = null!;

    /// <summary>Sessions whose deadlines a test waits for.</summary>
    protected NewSessions BriefSessions { get; private set; } = null!;

    /// <summary>Creates the store. xunit calls it before each test.</summary>
    /// <returns>When the store is there.</returns>
    public async Task InitializeAsync()
    {
        Store = await CreateStoreAsync();
        Sessions = new NewSessions(Store, LongIdleTimeout, LongAbsoluteTimeout);
        BriefSessions = new NewSessions(Store, IdleTimeout, AbsoluteTimeout);
    }

    /// <summary>Disposes the store if it can be disposed. xunit calls it after each test.</summary>
    /// <returns>When the store is disposed.</returns>
    public virtual Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Creates the store for one test. It may hold sessions of other tests.</summary>
    /// <returns>The store.</returns>
    protected abstract ValueTask<ISecureSessionStore> CreateStoreAsync();

    /// <summary>Lets time pass for the store: moves its clock, or waits.</summary>
    /// <param name="duration">How long, at least.</param>
    /// <returns>When the store's time is that much later.</returns>
    protected abstract Task AdvanceAsync(TimeSpan duration);

    /// <summary>Lets time pass until one <see cref="Margin"/> before a deadline.</summary>
    /// <param name="deadline">How far away the deadline is.</param>
    /// <returns>When the store's time is that much later.</returns>
    private Task AdvanceToJustBeforeAsync(TimeSpan deadline) => AdvanceAsync(deadline - Margin);

    private ValueTask<FindResult> FindAsync(NewSession session, FindMode mode = FindMode.Active) =>
        FindAsync(session, session.Hash, mode);

    private ValueTask<FindResult> FindAsync(NewSession session, SecretHash hash, FindMode mode = FindMode.Active) =>
        Store.FindAsync(session.Id, hash, mode, CancellationToken.None);

    private async Task<SessionSummary> PeekAsync(NewSession session)
    {
        SessionSummary? summary = await Store.PeekAsync(session.Id, CancellationToken.None);
        Assert.NotNull(summary);
        return summary;
    }

    private ValueTask<ReplaceStatus> ReplaceAsync(
        NewSession session, long version, SecretChange? secret = null, byte[]? payload = null, byte[]? label = null, long seenMark = 0) =>
        Store.ReplaceAsync(
            new SessionReplacement
            {
                Id = session.Id,
                ExpectedVersion = version,
                Payload = payload ?? RandomValues.Payload(200),
                Secret = secret,
                // A null array would be an empty label, and not none.
                Label = label is null ? default(ReadOnlyMemory<byte>?) : label,
                SeenRefreshMark = seenMark,
            },
            CancellationToken.None);

    private ValueTask<EndResult> EndAsync(
        NewSession session, SessionEndReason reason = SessionEndReason.SignedOut, long? expectedVersion = null) =>
        Store.EndAsync(session.Id, reason, expectedVersion, CancellationToken.None);

    /// <summary>A renewal; if no grace is given, with one whose end no test comes near.</summary>
    private static SecretChange Renewal(SecretHash hash, TimeSpan? grace = null, RenewalMode mode = RenewalMode.Timed) =>
        SecretChange.Renewal(hash, RandomValues.Bytes(60), grace ?? LongGrace, mode);

    /// <inheritdoc cref="Renewal"/>
    private Task<SecretHash> RenewAsync(NewSession session, TimeSpan? grace = null) =>
        ChangeSecretAsync(session, hash => Renewal(hash, grace));

    /// <inheritdoc cref="Renewal"/>
    private async Task<SecretHash> RenewAndConfirmAsync(NewSession session, TimeSpan? grace = null)
    {
        SecretHash hash = await RenewAsync(session, grace);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, hash)).Status);
        return hash;
    }

    private Task<SecretHash> RegenerateAsync(NewSession session) => ChangeSecretAsync(session, SecretChange.Regeneration);

    private static Task<T[]> RaceAsync<T>(Func<int, ValueTask<T>> compete) =>
        Task.WhenAll(Enumerable.Range(0, Competitors).Select(i => Task.Run(async () => await compete(i))));

    private async Task<SecretHash> ChangeSecretAsync(NewSession session, Func<SecretHash, SecretChange> change)
    {
        SecretHash hash = RandomValues.Hash();
        long version = (await PeekAsync(session)).Version;
        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(session, version, change(hash)));
        return hash;
    }
}
