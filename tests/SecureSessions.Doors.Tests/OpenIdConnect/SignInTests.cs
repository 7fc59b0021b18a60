using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>Users sign in at a real provider, by the code flow, and out there too.</summary>
[Collection(TestProvider.Name)]
public sealed class SignInTests(TestProvider provider) : IAsyncLifetime
{
    private ClientApp _app = null!;

    [Fact]
    public async Task A_user_signs_in_at_theprovider_and_the_session_knows_theproviders_session()
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");

        Assert.Equal("ada", await ClientApp.UserAsync(browser));
        Assert.Equal("s1", Assert.Single(await _app.Host.Manager.ListAsync("ada")).ProviderSessionId);
        Assert.Empty(_app.Host.Logs.Of("session_weak_setting"));
    }

    [Fact]
    public async Task A_sign_out_ends_the_session_and_goes_on_to_theprovider_with_the_ID_token()
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");
        using Browser copy = browser.Copy();

        Page page = await browser.GetAsync("/logout", ("Sec-Fetch-Site", "same-origin"));

        var address = new Uri(page.Header("Location"));
        Assert.Equal((HttpStatusCode.Redirect, "/connect/logout"), (page.Status, address.AbsolutePath));
        Assert.Contains("id_token_hint=ey", address.Query, StringComparison.Ordinal);
        using Browser atProvider = provider.NewBrowser();
        Page back = await atProvider.GetAsync(address.PathAndQuery);
        Assert.StartsWith("https://localhost/signout-callback-oidc", back.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("nobody", await ClientApp.UserAsync(copy));
    }

    public async Task InitializeAsync()
    {
        _app = await ClientApp.StartAsync(provider);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
    }
}
