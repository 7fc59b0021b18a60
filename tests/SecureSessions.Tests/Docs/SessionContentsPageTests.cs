using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs.SessionContents;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on what belongs in a session.</summary>
public sealed class SessionContentsPageTests
{
    private static readonly DocPage Page = DocPage.SessionContents;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void The_sizes_are_those_of_the_code() => Assert.All(
        Page.TableRows("Limit"), static row => Assert.Contains(row, DefaultsInCode.Options.Concat(DefaultsInCode.FixedNumbers)));

    [Fact]
    [Trait("Requirement", "ST-9")]
    public async Task A_variable_of_a_password_reset_signs_nobody_in()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddSingleton<IAccounts>(new Accounts()),
            Map = static app =>
            {
                Snippets.MapReset(app);
                app.MapGet("/who", static (HttpContext context) => context.GetSecureSession().UserId ?? "nobody");
                app.MapGet("/keys", static (HttpContext context) => string.Join(' ', context.Session.Keys));
            },
        });
        using Browser browser = host.NewBrowser();

        await browser.PostAsync("/reset?email=ada@example.com");

        Assert.Equal(SessionKeys.ResetAccount, (await browser.GetAsync("/keys")).Body);
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.NotEqual(System.Net.HttpStatusCode.OK, (await browser.GetAsync("/orders")).Status);
    }

    private sealed class Accounts : IAccounts
    {
        public string? FindByEmail(string email) => email == "ada@example.com" ? "ada" : null;

        public Task DeleteAsync(string userId) => Task.CompletedTask;
    }
}
