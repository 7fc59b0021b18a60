using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_regeneration_spends_the_secret_at_once()
    {
        NewSession session = await Sessions.CreateAsync();
        await AdvanceAsync(Margin);
        SecretHash regenerated = await RegenerateAsync(session);

        FindResult old = await FindAsync(session);
        SessionRecord record = (await FindAsync(session, regenerated)).Record!;

        Assert.Equal(FindStatus.Spent, old.Status);
        Assert.Equal(record.SecretIssuedAt, old.SpentAt);
        Assert.True(record.SecretIssuedAt > session.CreatedAt);
        Assert.False(record.RenewalUnderWay);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "RG-3")]
    public async Task A_regeneration_spends_a_secret_that_a_renewal_still_serves(bool confirmed)
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await (confirmed ? RenewAndConfirmAsync(session) : RenewAsync(session));
        SecretHash regenerated = await RegenerateAsync(session);

        FindResult replaced = await FindAsync(session);
        SessionRecord record = (await FindAsync(session, regenerated)).Record!;

        Assert.Equal(FindStatus.Spent, replaced.Status);
        Assert.Equal(record.SecretIssuedAt, replaced.SpentAt);
        Assert.Equal(FindStatus.Spent, (await FindAsync(session, renewed)).Status);
        Assert.True(record.Successor.IsEmpty);
    }

    [Fact]
    public async Task A_regeneration_does_not_alter_since_when_an_earlier_secret_is_spent()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAndConfirmAsync(session, Grace);
        await AdvanceAsync(Grace);
        DateTimeOffset spentAt = (await FindAsync(session)).SpentAt;
        await AdvanceAsync(Margin);

        await RegenerateAsync(session);

        Assert.Equal(spentAt, (await FindAsync(session)).SpentAt);
    }

    [Fact]
    public async Task A_renewal_may_follow_a_regeneration_at_once()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAsync(session);
        SecretHash regenerated = await RegenerateAsync(session);

        await RenewAsync(session);

        Assert.Equal(FindStatus.Pending, (await FindAsync(session, regenerated)).Status);
    }

    [Fact]
    public async Task The_last_replaced_secrets_are_remembered_and_no_more()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash second = await RegenerateAsync(session);
        for (int i = 1; i < SecureSessionDefaults.RememberedSecrets; i++)
            await RegenerateAsync(session);

        Assert.Equal(FindStatus.Spent, (await FindAsync(session)).Status);
        await RegenerateAsync(session);
        Assert.Equal(FindStatus.WrongSecret, (await FindAsync(session)).Status);
        Assert.Equal(FindStatus.Spent, (await FindAsync(session, second)).Status);
    }
}
