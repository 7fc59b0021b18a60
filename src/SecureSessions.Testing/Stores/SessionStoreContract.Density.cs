using Xunit;

namespace SecureSessions.Testing;

// A store may do its upkeep at intervals, and must not depend on activity that leaves room for them.
public abstract partial class SessionStoreContract
{
    /// <summary>How often a test starts over on a machine that was too slow for it.</summary>
    private const int Attempts = 100;

    /// <summary>Shorter than any interval of any store.</summary>
    private static readonly TimeSpan LongestDenseGap = TimeSpan.FromSeconds(1);

    private DateTimeOffset _lastUse;

    /// <summary>How long the store of <see cref="OpenForgetfulStoreAsync"/> keeps what is left of a session.</summary>
    protected virtual TimeSpan Retention => SecureSessionDefaults.TombstoneRetention;

    /// <summary>How often the store notes activity. A session may end that much before its idle deadline, and never after it.</summary>
    /// <value>Zero: at each find. Less than half of <see cref="Grace"/>.</value>
    protected virtual TimeSpan ActivityInterval => TimeSpan.Zero;

    /// <summary>The pause between two finds of dense activity.</summary>
    protected virtual TimeSpan DenseStep => TimeSpan.FromMilliseconds(100);

    [Fact]
    [Trait("Requirement", "TO-2")]
    public Task Activity_that_is_denser_than_any_interval_of_the_store_keeps_a_session_alive() => AttemptAsync(async session =>
        await IsUsedDenselyAsync(session, IdleTimeout + Retention + Margin)
        && await IsUsedAfterAsync(session, IdleTimeout - ActivityInterval - Margin, IdleTimeout - ActivityInterval)
        && await IsUsedDenselyAsync(session, Retention + Margin)
        && await IsUsedAfterAsync(session, IdleTimeout - ActivityInterval - Margin, IdleTimeout - ActivityInterval));

    [Fact]
    [Trait("Requirement", "LG-2")]
    public Task After_dense_activity_a_timeout_is_told_for_the_whole_retention() => AttemptAsync(async session =>
    {
        if (!await IsUsedDenselyAsync(session, LongestDenseGap))
            return false;

        DateTimeOffset deadline = _lastUse + IdleTimeout;
        await AdvanceAsync(IdleTimeout + Retention - ActivityInterval - Margin);
        FindResult result = await FindAsync(session);
        if (result.Now >= deadline - ActivityInterval + Retention)
            return false;

        Assert.Equal(FindStatus.Ended, result.Status);
        Assert.InRange(result.End!.At, deadline - ActivityInterval, deadline);
        return true;
    });

    /// <summary>Opens a store that forgets as soon as a test can wait for.</summary>
    protected virtual ValueTask<ISecureSessionStore> OpenForgetfulStoreAsync() => ValueTask.FromResult(Store);

    private async Task AttemptAsync(Func<NewSession, Task<bool>> wasFastEnough)
    {
        Store = await OpenForgetfulStoreAsync();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            NewSession session = await new NewSessions(Store, IdleTimeout, 10 * (AbsoluteTimeout + Retention)).CreateAsync();
            _lastUse = session.CreatedAt;
            if (await wasFastEnough(session))
                return;
        }

        Assert.Fail($"Nothing was shown: in {Attempts} attempts this machine was too slow for the times of this test.");
    }

    /// <summary>
    /// Uses a session at least once in <see cref="LongestDenseGap"/>; reports whether this machine was fast enough for that.
    /// </summary>
    private async Task<bool> IsUsedDenselyAsync(NewSession session, TimeSpan duration)
    {
        DateTimeOffset end = await Store.GetTimeAsync(CancellationToken.None) + duration;
        while (await Store.GetTimeAsync(CancellationToken.None) < end)
        {
            if (!await IsUsedAfterAsync(session, DenseStep, LongestDenseGap))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Uses a session after a pause, and expects it to live; reports whether less than the limit had passed since its last use.
    /// </summary>
    private async Task<bool> IsUsedAfterAsync(NewSession session, TimeSpan pause, TimeSpan limit)
    {
        await AdvanceAsync(pause);
        FindResult result = await FindAsync(session);
        if (result.Now - _lastUse >= limit)
            return false;

        _lastUse = result.Now;
        Assert.Equal(FindStatus.Current, result.Status);
        return true;
    }
}
