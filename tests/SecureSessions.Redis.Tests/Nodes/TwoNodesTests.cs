using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task Signed_in_on_A_a_user_is_known_to_B_and_signed_out_on_B_refused_by_A_at_once()
    {
        using Browser onA = nodes.A.NewBrowser();
        await onA.LogInAsync();
        using Browser onB = nodes.B.NewBrowser(onA.Jar);
        using Browser thief = onA.Copy();

        Assert.Contains("<dd id=\"user\">alice</dd>", (await onB.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Contains("<strong id=\"visits\">2</strong>", (await thief.GetAsync("/account")).Body, StringComparison.Ordinal);
        await onB.LogOutAsync();

        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).Status);
        Assert.Null(onA.Token);
    }

    [Fact]
    public async Task A_restart_of_a_node_signs_nobody_out()
    {
        using Browser before = nodes.A.NewBrowser();
        await before.LogInAsync();

        await nodes.A.RestartAsync();

        using Browser after = nodes.A.NewBrowser(before.Jar);
        Assert.Contains("<dd id=\"user\">alice</dd>", (await after.GetAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "CS-4")]
    public async Task A_form_goes_to_any_node_though_they_have_no_key_in_common()
    {
        using Browser onA = nodes.A.NewBrowser();
        using Browser onB = nodes.B.NewBrowser(onA.Jar);

        await onA.LogInAsync(answeredBy: onB);
        Assert.Contains("<dd id=\"user\">alice</dd>", (await onA.GetAsync("/account")).Body, StringComparison.Ordinal);
        await onB.LogOutAsync(answeredBy: onA);

        Assert.Null(onB.Token);
    }

    [Fact]
    public async Task The_nodes_have_no_key_in_common()
    {
        foreach (AppNode node in (AppNode[])[nodes.A, nodes.B])
        {
            using Browser browser = node.NewBrowser();
            await browser.GetAsync("/login");
        }

        Assert.NotEmpty(nodes.A.KeyRing);
        Assert.NotEmpty(nodes.B.KeyRing);
        Assert.Empty(nodes.A.KeyRing.Intersect(nodes.B.KeyRing));
    }

    [Fact]
    [Trait("Requirement", "LG-3")]
    public async Task Every_page_says_its_node_and_its_redis_and_never_the_password()
    {
        using Browser browser = nodes.B.NewBrowser();

        string body = (await browser.GetAsync("/")).Body;

        Assert.Contains(
            $"Sessions on Redis at {nodes.Server.Configuration}, node {nodes.B.Address.ToString().TrimEnd('/')}<",
            body,
            StringComparison.Ordinal);
        Assert.DoesNotContain(TwoNodes.Password, body, StringComparison.Ordinal);
    }
}
