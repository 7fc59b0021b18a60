using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task A_superseding_renewal_keeps_the_replaced_secret_and_gives_it_another_successor()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAsync(session);
        byte[] successor = RandomValues.Bytes(60);
        SecretHash second = RandomValues.Hash();

        Assert.Equal(
            ReplaceStatus.Replaced,
            await ReplaceAsync(session, version: 2, SecretChange.Renewal(second, successor, LongGrace, RenewalMode.Superseding)));

        FindResult replaced = await FindAsync(session);
        Assert.Equal(FindStatus.Pending, replaced.Status);
        Assert.Equal((3, true), (replaced.Record!.Version, replaced.Record.RenewalUnderWay));
        Assert.Equal(successor, replaced.Record.Successor.ToArray());
        Assert.Equal(session.CreatedAt, replaced.Record.SecretIssuedAt);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, second)).Status);
        Assert.Equal(FindStatus.Grace, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task The_secret_that_nobody_had_used_is_spent_when_its_renewal_is_superseded()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash first = await RenewAsync(session);
        await AdvanceAsync(Margin);
        await RenewAsync(session, RenewalMode.Superseding);
        DateTimeOffset spentAt = (await FindAsync(session, first)).SpentAt;
        SecretHash third = await RenewAsync(session, RenewalMode.Superseding);

        FindResult result = await FindAsync(session, first);

        Assert.Equal(FindStatus.Spent, result.Status);
        Assert.Equal(spentAt, result.SpentAt);
        Assert.InRange(result.SpentAt, session.CreatedAt + Margin, result.Now);
        Assert.Equal(FindStatus.Pending, (await FindAsync(session)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, third)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewal_that_is_not_pending_is_not_superseded(bool confirmed)
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash current = session.Hash;
        if (confirmed)
            current = await RenewAndConfirmAsync(session);
        long version = (await PeekAsync(session)).Version;

        Assert.Equal(
            ReplaceStatus.Conflict, await ReplaceAsync(session, version, Renewal(RandomValues.Hash(), mode: RenewalMode.Superseding)));

        Assert.Equal(FindStatus.Current, (await FindAsync(session, current)).Status);
    }

    [Fact]
    public async Task An_early_renewal_spends_the_secret_that_is_in_its_grace()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash second = await RenewAndConfirmAsync(session);
        await AdvanceAsync(Margin);

        SecretHash third = await RenewAsync(session, RenewalMode.Early);

        FindResult first = await FindAsync(session);
        Assert.Equal(FindStatus.Spent, first.Status);
        Assert.InRange(first.SpentAt, session.CreatedAt + Margin, first.Now);
        Assert.Equal(FindStatus.Pending, (await FindAsync(session, second)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, third)).Status);
        Assert.Equal(FindStatus.Grace, (await FindAsync(session, second)).Status);
    }

    [Fact]
    public async Task An_early_renewal_is_allowed_where_no_other_was()
    {
        NewSession session = await Sessions.CreateAsync();

        await RenewAsync(session, RenewalMode.Early);

        Assert.Equal(FindStatus.Pending, (await FindAsync(session)).Status);
    }

    [Fact]
    public async Task No_early_renewal_starts_while_another_is_pending()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAsync(session);

        Assert.Equal(
            ReplaceStatus.Conflict, await ReplaceAsync(session, version: 2, Renewal(RandomValues.Hash(), mode: RenewalMode.Early)));

        Assert.Equal(FindStatus.Pending, (await FindAsync(session)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, renewed)).Status);
    }

    [Fact]
    public async Task A_superseded_secret_is_known_when_the_session_has_ended()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash first = await RenewAsync(session);
        await RenewAsync(session, RenewalMode.Superseding);
        await EndAsync(session, SessionEndReason.SecretReused);

        Assert.Equal(FindStatus.Ended, (await FindAsync(session, first)).Status);
        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task Of_parallel_superseding_renewals_exactly_one_wins()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAsync(session);

        ReplaceStatus[] results = await RaceAsync(
            _ => ReplaceAsync(session, version: 2, Renewal(RandomValues.Hash(), mode: RenewalMode.Superseding)));

        Assert.Single(results, ReplaceStatus.Replaced);
        Assert.Equal(Competitors - 1, results.Count(static result => result == ReplaceStatus.Conflict));
    }

    private Task<SecretHash> RenewAsync(NewSession session, RenewalMode mode) =>
        ChangeSecretAsync(session, hash => Renewal(hash, mode: mode));
}
