using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs.Users;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on a user's sessions.</summary>
public sealed class UsersPageTests
{
    private static readonly DocPage Page = DocPage.Users;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_member_of_the_manager_is_shown() =>
        Assert.All(
            typeof(ISecureSessionManager).GetMethods(),
            static member => Assert.Contains(
                Page.CodeBlocks, code => code.Contains($"manager.{member.Name}(", StringComparison.Ordinal)));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/users.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "MS-1")]
    [Trait("Requirement", "MS-2")]
    public async Task The_page_of_devices_works()
    {
        await using SessionHost host = await SessionHost.StartAsync(static app =>
        {
            SmallApp.Map(app);
            UserPages.Devices(app);
        });
        Browser[] browsers = await host.SignInAsync("alice", "alice", "bob");

        Assert.Contains($"\"id\":\"{browsers[1].SessionId()}\"", (await browsers[0].GetAsync("/devices")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browsers[0].PostAsync($"/devices/{browsers[2].SessionId()}/end")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await browsers[0].PostAsync($"/devices/{browsers[1].SessionId()}/end")).Status);
        Assert.Equal(["alice", "nobody", "bob"], await browsers.AskAsync("/who"));
        Assert.Contains("\"reason\":\"Revoked\"", (await browsers[0].GetAsync("/devices/past")).Body, StringComparison.Ordinal);
    }
}
