using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>Every kind of request costs the database a fixed, small number of round trips.</summary>
[Collection(SharedPostgres.Name)]
public sealed class StatementCountTests(SharedPostgres shared)
{
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_request_of_a_signed_in_user_costs_one_and_a_write_two()
    {
        await using CountedApp app = await CountedApp.StartAsync(shared, Seldom);
        await app.Browser.GetAsync("/sign-in/ada");

        Assert.Equal(StatementCost.Read, await app.CostAsync("/get/a"));
        Assert.Equal(StatementCost.Read, await app.CostAsync("/who"));
        Assert.Equal(StatementCost.Read, await app.CostAsync("/poll"));
        Assert.Equal(StatementCost.Nothing, await app.CostAsync("/health"));
        Assert.Equal(StatementCost.Write, await app.CostAsync("/set/a/1"));
    }

    [Fact]
    public async Task Activity_that_is_written_costs_one_more()
    {
        await using CountedApp app = await CountedApp.StartAsync(shared, TimeSpan.Zero);
        await app.Browser.GetAsync("/sign-in/ada");

        Assert.Equal(StatementCost.ReadThatIsActivity, await app.CostAsync("/get/a"));
        Assert.Equal(StatementCost.Read, await app.CostAsync("/poll"));
        Assert.Equal(StatementCost.WriteThatIsActivity, await app.CostAsync("/set/a/1"));
    }

    [Theory]
    [Trait("Requirement", "ID-4")]
    [InlineData(null)]
    [InlineData("malformed")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*")]
    public async Task A_request_without_a_token_costs_nothing(string? cookie)
    {
        await using CountedApp app = await CountedApp.StartAsync(shared, Seldom);

        Assert.Equal(StatementCost.Nothing, await app.CostAsync("/get/a", cookie));
    }

    [Fact]
    public async Task A_beginning_and_an_end_have_a_fixed_cost()
    {
        await using CountedApp app = await CountedApp.StartAsync(shared, Seldom);

        Assert.Equal(StatementCost.FirstWrite, await app.CostAsync("/set/a/1", token: null));
        Assert.Equal(StatementCost.FirstSignIn, await app.CostAsync("/sign-in/ada", token: null));
        Assert.Equal(StatementCost.SignOut, await app.CostAsync("/sign-out"));
    }

    [Fact]
    public async Task What_every_node_does_by_itself_has_a_fixed_cost()
    {
        await using CountedApp app = await CountedApp.StartAsync(shared, Seldom);

        Assert.Equal(
            StatementCost.WatchRound, await app.CostAsync(() => app.Host.Store.InnerIndex.LeaseDueAsync(CancellationToken.None).AsTask()));
        Assert.Equal(
            StatementCost.CleanUpRound,
            await app.CostAsync(() => new SqlPurge((SqlDatabase)app.Host.Services.GetService(typeof(SqlDatabase))!)
                .RunAsync(CancellationToken.None)));
    }
}
