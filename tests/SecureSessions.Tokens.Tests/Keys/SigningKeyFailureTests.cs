using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Keys;

/// <summary>Signing keys that cannot be had, and those that do not open.</summary>
public sealed class SigningKeyFailureTests
{
    [Fact]
    public async Task Nobody_is_signed_in_without_a_key_and_everybody_can_be_when_the_store_is_back()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        nodes.Keys.IsDown = true;

        TokenReply failed = await nodes.First.SignInAsync();
        TokenReply published = await TokenHost.ReadAsync(await nodes.First.Client.GetAsync("/session/tokens/jwks"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (published.Status, published.Error));
        Assert.Empty(await nodes.First.Host.Manager.ListAsync("ada"));
        nodes.Keys.IsDown = false;
        Assert.Equal(HttpStatusCode.OK, (await nodes.First.SignInAsync()).Status);
    }

    [Fact]
    public async Task The_store_of_sessions_is_down_at_the_first_request_and_the_next_one_succeeds()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        nodes.First.Host.Store.Fail(StoreFault.ThrowsLater);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await nodes.First.SignInAsync()).Status);

        nodes.First.Host.Store.Heal();

        Assert.Equal(HttpStatusCode.OK, (await nodes.First.SignInAsync()).Status);
    }

    [Fact]
    public async Task Keys_that_are_known_go_on_signing_and_verifying_over_a_change_of_the_generation()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromHours(1));
        TokenReply before = await nodes.First.SignInAsync();
        nodes.Keys.IsDown = true;
        for (int step = 0; step < 10; step++)
        {
            nodes.First.Clock.Advance(TimeSpan.FromMinutes(14));
            TokenReply after = await nodes.First.RefreshAsync(before.Refresh);
            Assert.Equal(HttpStatusCode.OK, after.Status);
            Assert.Equal(HttpStatusCode.OK, await nodes.First.StatusAsync(after.Access));
            before = after;
        }

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(nodes.First)).Status);
    }

    [Fact]
    public async Task An_api_that_checks_signatures_goes_on_while_everything_is_down()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(check: SessionCheck.SignatureOnly);
        TokenReply reply = await nodes.First.SignInAsync();
        nodes.Keys.IsDown = true;
        nodes.First.Host.Store.Fail(StoreFault.ThrowsAfterYield);
        nodes.First.Clock.Advance(TimeSpan.FromMinutes(14));

        Assert.Equal(HttpStatusCode.OK, await nodes.First.StatusAsync(reply.Access));
        Assert.Single(await KeyNodes.PublishedAsync(nodes.First));
    }

    [Fact]
    public async Task A_node_with_another_store_key_issues_nothing_and_its_health_names_the_cure()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        TokenReply reply = await nodes.First.SignInAsync();
        TokenHost wrong = await nodes.AddAsync(KeyNodes.OtherStoreKey);
        byte[] kept = nodes.Keys.Kept["681"];

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await wrong.SignInAsync()).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await wrong.StatusAsync(reply.Access));
        HealthReportEntry health = await CheckAsync(wrong);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("AcceptedStoreKeys", health.Description!, StringComparison.Ordinal);
        Assert.Contains("681", Assert.Single(wrong.Host.Logs.Of("tokens_signing_key_unreadable")).Message, StringComparison.Ordinal);
        Assert.Equal(kept, nodes.Keys.Kept["681"]);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(nodes.First)).Status);
        Assert.Equal(HttpStatusCode.OK, await nodes.First.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task A_node_with_another_store_key_brings_no_next_key()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        await nodes.First.SignInAsync();
        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromDays(1));
        TokenHost wrong = await nodes.AddAsync(KeyNodes.OtherStoreKey);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await wrong.SignInAsync()).Status);

        Assert.Equal(["681"], nodes.Keys.Kept.Keys);
        Assert.Equal(2, (await KeyNodes.PublishedAsync(nodes.First)).Length);
    }

    [Theory]
    [InlineData("tampered")]
    [InlineData("of the other generation")]
    [InlineData("junk")]
    public async Task A_node_that_finds_what_it_cannot_open_goes_on_with_the_key_that_it_knows(string what)
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        nodes.MoveTo(KeyNodes.Boundary - TimeSpan.FromDays(1));
        TokenReply reply = await nodes.First.SignInAsync();
        byte[] present = nodes.Keys.Kept["681"];
        nodes.Keys.Put("681", what switch
        {
            "tampered" => [.. present[..100], (byte)(present[100] ^ 1), .. present[101..]],
            "junk" => [1, 2, 3],
            _ => nodes.Keys.Kept["682"],
        });
        nodes.First.Clock.Advance(TimeSpan.FromHours(2));

        TokenReply after = await nodes.First.RefreshAsync(reply.Refresh);

        Assert.Equal((HttpStatusCode.OK, KeyNodes.KeyOf(reply)), (after.Status, KeyNodes.KeyOf(after)));
        Assert.Equal(HttpStatusCode.OK, await nodes.First.StatusAsync(after.Access));
        Assert.Equal(2, (await KeyNodes.PublishedAsync(nodes.First)).Length);
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(nodes.First)).Status);

        nodes.Keys.Put("681", present);
        nodes.First.Clock.Advance(ManagedSigningKeys.RetryInterval);
        await Poll.UntilAsync(async () => (await CheckAsync(nodes.First)).Status == HealthStatus.Healthy, "the node is healthy again");
    }

    private static async Task<HealthReportEntry> CheckAsync(TokenHost node)
    {
        HealthReport report = await node.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["secure_sessions"];
    }
}
