using Xunit;

namespace SecureSessions.TestKit;

/// <summary>What every <see cref="ISecureSessionStore"/> promises, sentence by sentence. A store's tests subclass it.</summary>
/// <remarks>
/// Nothing here knows how a store works or whose clock it uses. A store that cannot be told the time waits in
/// <see cref="AdvanceAsync"/> and shrinks the durations. Who waits for none of them has <see cref="Sessions"/>, which no busy machine
/// outlasts. What lasts as long as <see cref="SecureSessionDefaults.TombstoneRetention"/> is left to the store's own tests.
/// </remarks>
public abstract partial class SessionStoreContract : IAsyncLifetime
{
    /// <summary>How many callers compete in a race.</summary>
    private const int Competitors = 100;

    private static readonly TimeSpan LongIdleTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongAbsoluteTimeout = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongGrace = TimeSpan.FromMinutes(10);

    /// <summary>Of <see cref="BriefSessions"/>.</summary>
    protected virtual TimeSpan IdleTimeout => TimeSpan.FromMinutes(20);

    /// <summary>Of <see cref="BriefSessions"/>; more than twice <see cref="IdleTimeout"/>.</summary>
    protected virtual TimeSpan AbsoluteTimeout => TimeSpan.FromHours(1);

    /// <summary>Of a renewal whose grace a test waits for; less than half of <see cref="IdleTimeout"/>.</summary>
    protected virtual TimeSpan Grace => TimeSpan.FromSeconds(30);

    /// <summary>How near to an instant a test can place itself; at least a millisecond.</summary>
    protected virtual TimeSpan Margin => TimeSpan.FromMilliseconds(1);

    protected ISecureSessionStore Store { get; private set; } = null!;

    /// <summary>Sessions whose deadlines no test comes near.</summary>
    protected NewSessions Sessions { get; private set; } = null!;

    /// <summary>Sessions whose deadlines a test waits for.</summary>
    protected NewSessions BriefSessions { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Store = await CreateStoreAsync();
        Sessions = new NewSessions(Store, LongIdleTimeout, LongAbsoluteTimeout);
        BriefSessions = new NewSessions(Store, IdleTimeout, AbsoluteTimeout);
    }

    public virtual Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    protected abstract ValueTask<ISecureSessionStore> CreateStoreAsync();

    protected abstract Task AdvanceAsync(TimeSpan duration);

    protected Task AdvanceToJustBeforeAsync(TimeSpan deadline) => AdvanceAsync(deadline - Margin);

    protected ValueTask<FindResult> FindAsync(NewSession session, FindMode mode = FindMode.Active) =>
        FindAsync(session, session.Hash, mode);

    protected ValueTask<FindResult> FindAsync(NewSession session, SecretHash hash, FindMode mode = FindMode.Active) =>
        Store.FindAsync(session.Id, hash, mode, CancellationToken.None);

    protected async Task<SessionSummary> PeekAsync(NewSession session)
    {
        SessionSummary? summary = await Store.PeekAsync(session.Id, CancellationToken.None);
        Assert.NotNull(summary);
        return summary;
    }

    protected ValueTask<ReplaceStatus> ReplaceAsync(
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

    protected ValueTask<EndResult> EndAsync(
        NewSession session, SessionEndReason reason = SessionEndReason.SignedOut, long? expectedVersion = null) =>
        Store.EndAsync(session.Id, reason, expectedVersion, CancellationToken.None);

    /// <summary>A renewal; if no grace is given, with one whose end no test comes near.</summary>
    protected static SecretChange Renewal(SecretHash hash, TimeSpan? grace = null) =>
        SecretChange.Renewal(hash, RandomValues.Bytes(60), grace ?? LongGrace);

    /// <inheritdoc cref="Renewal"/>
    protected Task<SecretHash> RenewAsync(NewSession session, TimeSpan? grace = null) =>
        ChangeSecretAsync(session, hash => Renewal(hash, grace));

    /// <inheritdoc cref="Renewal"/>
    protected async Task<SecretHash> RenewAndConfirmAsync(NewSession session, TimeSpan? grace = null)
    {
        SecretHash hash = await RenewAsync(session, grace);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, hash)).Status);
        return hash;
    }

    protected Task<SecretHash> RegenerateAsync(NewSession session) => ChangeSecretAsync(session, SecretChange.Regeneration);

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
