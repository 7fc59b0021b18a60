using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task Reading_again_confirms_nothing()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAsync(session);

        FindResult result = await FindAsync(session, renewed, FindMode.Reread);

        Assert.Equal(FindStatus.Current, result.Status);
        Assert.Equal(session.CreatedAt, result.Record!.SecretIssuedAt);
        Assert.Equal(FindStatus.Pending, (await FindAsync(session, FindMode.Reread)).Status);
        Assert.Equal(FindStatus.Pending, (await FindAsync(session)).Status);
    }

    [Fact]
    public async Task A_request_that_was_let_in_reads_again_with_its_successor_however_late()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAndConfirmAsync(session, Grace);
        await AdvanceAsync(Grace * 1.5);

        FindResult result = await FindAsync(session, FindMode.Reread);

        Assert.Equal(FindStatus.Grace, result.Status);
        Assert.False(result.Record!.Successor.IsEmpty);
        Assert.False(result.Record.RenewalUnderWay);
        Assert.Equal(FindStatus.Spent, (await FindAsync(session)).Status);
    }

    [Fact]
    public async Task After_the_next_renewal_reading_again_is_over()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAndConfirmAsync(session, Grace);
        await AdvanceAsync(Grace);
        await RenewAsync(session);

        Assert.Equal(FindStatus.Spent, (await FindAsync(session, FindMode.Reread)).Status);
    }

    [Fact]
    public async Task After_a_regeneration_reading_again_is_over()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAndConfirmAsync(session);
        await RegenerateAsync(session);

        Assert.Equal(FindStatus.Spent, (await FindAsync(session, FindMode.Reread)).Status);
        Assert.Equal(FindStatus.Spent, (await FindAsync(session, renewed, FindMode.Reread)).Status);
    }
}
