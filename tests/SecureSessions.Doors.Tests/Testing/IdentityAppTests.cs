using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.Doors.Tests.Docs.Testing;
using SecureSessions.Doors.Tests.Identity;
using SecureSessions.IdentitySample.Pages;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Testing;

/// <summary>The helpers in an app with ASP.NET Core Identity: its sample.</summary>
public sealed class IdentityAppTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebApplicationFactory<IndexModel> _app;

    public IdentityAppTests() => _app = new WebApplicationFactory<IndexModel>().WithWebHostBuilder(host => host
        .UseSetting("ConnectionStrings:Users", $"Data Source={Path.Combine(_folder.Path, "users.db")};Pooling=False")
        .ConfigureLogging(static logging => logging.ClearProviders())
        .UseTestSessions());

    [Fact]
    public async Task A_user_is_signed_in_by_the_apps_own_manager_and_loses_the_session_with_the_stamp()
    {
        IdentityUser ada = await CreateUserAsync();
        using TestBrowser browser = await TestingSnippets.SignInWithIdentityAsync(_app, ada);
        using TestBrowser other = await TestingSnippets.SignInWithIdentityAsync(_app, ada);
        Assert.Contains("ada@example.org", await browser.GetStringAsync("/"), StringComparison.Ordinal);

        await browser.RunAsync(static async context =>
        {
            UserManager<IdentityUser> users = context.RequestServices.GetRequiredService<UserManager<IdentityUser>>();
            IdentityUser user = (await users.GetUserAsync(context.User))!;
            await users.ChangePasswordAsync(user, IdentityApp.Password, IdentityApp.NewPassword);
            await context.RequestServices.GetRequiredService<SignInManager<IdentityUser>>().RefreshSignInAsync(user);
        });

        Assert.True(await browser.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
    }

    [Fact]
    public async Task The_scheme_of_Identity_signs_in_a_user_whose_principal_Identity_has_built()
    {
        IdentityUser ada = await CreateUserAsync();
        await using AsyncServiceScope scope = _app.Services.CreateAsyncScope();
        IUserClaimsPrincipalFactory<IdentityUser> factory = scope.ServiceProvider
            .GetRequiredService<IUserClaimsPrincipalFactory<IdentityUser>>();

        using TestBrowser browser = await _app.SignInAsync(new TestUser(await factory.CreateAsync(ada)));

        Assert.Contains("ada@example.org", await browser.GetStringAsync("/"), StringComparison.Ordinal);
        _app.GetClock().Advance(TimeSpan.FromMinutes(19));
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_user_whom_Identity_does_not_know_is_signed_out_at_the_next_validation()
    {
        using TestBrowser stranger = await _app.SignInAsync("nobody");
        Assert.True(await stranger.IsSignedInAsync());

        for (int i = 0; i < 3; i++)
        {
            _app.GetClock().Advance(TimeSpan.FromMinutes(11));
            await stranger.GetStringAsync("/");
        }

        Assert.False(await stranger.IsSignedInAsync());
    }

    [Fact]
    public async Task A_form_of_Identitys_own_pages_is_sent_with_its_token()
    {
        await CreateUserAsync();
        using TestBrowser browser = _app.CreateBrowser();

        await browser.PostFormAsync("/Identity/Account/Login", new Dictionary<string, string>
        {
            ["Input.Email"] = "ada@example.org",
            ["Input.Password"] = IdentityApp.Password,
            ["Input.RememberMe"] = "true",
        });

        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(_app.GetClock().GetUtcNow() + TimeSpan.FromDays(30), browser.SessionCookie!.ExpiresAt);
    }

    public void Dispose()
    {
        _app.Dispose();
        _folder.Dispose();
    }

    private async Task<IdentityUser> CreateUserAsync()
    {
        await using AsyncServiceScope scope = _app.Services.CreateAsyncScope();
        UserManager<IdentityUser> users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var ada = new IdentityUser("ada@example.org") { Email = "ada@example.org" };
        Assert.True((await users.CreateAsync(ada, IdentityApp.Password)).Succeeded);
        return ada;
    }
}
