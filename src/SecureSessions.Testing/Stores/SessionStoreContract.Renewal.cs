using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task While_a_renewal_is_pending_the_replaced_secret_gets_the_successor()
    {
        NewSession session = await Sessions.CreateAsync();
        byte[] successor = RandomValues.Bytes(60);
        await ReplaceAsync(session, version: 1, SecretChange.Renewal(RandomValues.Hash(), successor, Grace));
        await AdvanceAsync(Grace * 2);

        FindResult result = await FindAsync(session);

        Assert.Equal(FindStatus.Pending, result.Status);
        Assert.Equal(successor, result.Record!.Successor.ToArray());
        Assert.True(result.Record.RenewalUnderWay);
        Assert.Equal(session.CreatedAt, result.Record.SecretIssuedAt);
    }

    [Theory]
    [InlineData(FindMode.Active)]
    [InlineData(FindMode.Passive)]
    [Trait("Requirement", "TO-5")]
    public async Task The_first_use_of_the_new_secret_confirms_the_renewal(FindMode mode)
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAsync(session);
        await AdvanceAsync(Margin);

        FindResult result = await FindAsync(session, renewed, mode);

        Assert.Equal(FindStatus.Current, result.Status);
        Assert.True(session.CreatedAt < result.Now);
        Assert.Equal(result.Now, result.Record!.SecretIssuedAt);
        Assert.True(result.Record.RenewalUnderWay);
        Assert.Equal(FindStatus.Grace, (await FindAsync(session)).Status);
    }

    [Fact]
    public async Task A_renewal_is_confirmed_once()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAsync(session);
        FindResult first = await FindAsync(session, renewed);
        await AdvanceAsync(Margin);

        FindResult second = await FindAsync(session, renewed);

        Assert.Equal(first.Now, second.Record!.SecretIssuedAt);
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task The_replaced_secret_is_served_until_just_before_the_grace_is_over()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAndConfirmAsync(session, Grace);

        await AdvanceToJustBeforeAsync(Grace);
        FindResult result = await FindAsync(session);
        SessionRecord record = (await FindAsync(session, renewed)).Record!;

        // A store that goes by a clock of its own may have been asked too late.
        Assert.Equal(result.Now < record.SecretIssuedAt + Grace ? FindStatus.Grace : FindStatus.Spent, result.Status);
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task When_the_grace_is_over_the_replaced_secret_is_spent_since_then()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAndConfirmAsync(session, Grace);
        await AdvanceAsync(Grace);

        FindResult replaced = await FindAsync(session);
        SessionRecord record = (await FindAsync(session, renewed)).Record!;

        Assert.Equal(FindStatus.Spent, replaced.Status);
        Assert.Null(replaced.Record);
        Assert.Equal(record.SecretIssuedAt + Grace, replaced.SpentAt);
        Assert.False(record.RenewalUnderWay);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_renewal_starts_while_another_is_under_way(bool confirmed)
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await (confirmed ? RenewAndConfirmAsync(session) : RenewAsync(session));

        Assert.Equal(ReplaceStatus.Conflict, await ReplaceAsync(session, version: 2, Renewal(RandomValues.Hash())));
        Assert.Equal(FindStatus.Current, (await FindAsync(session, renewed)).Status);
    }

    [Fact]
    public async Task A_secret_renewed_twice_over_stays_spent_since_the_end_of_its_own_grace()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash second = await RenewAndConfirmAsync(session, Grace);
        await AdvanceAsync(Grace);
        DateTimeOffset spentAt = (await FindAsync(session)).SpentAt;

        SecretHash third = await RenewAndConfirmAsync(session);

        Assert.Equal(spentAt, (await FindAsync(session)).SpentAt);
        Assert.Equal(FindStatus.Grace, (await FindAsync(session, second)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(session, third)).Status);
    }
}
