using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.OpenIdConnect;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>An app whose users sign in at <see cref="TestProvider"/>, as docs/openid-connect.md shows it.</summary>
internal sealed class ClientApp(TestProvider provider, SessionHost host) : IAsyncDisposable
{
    public SessionHost Host => host;

    /// <summary>Starts a node of the app.</summary>
    public static async Task<ClientApp> StartAsync(
        TestProvider provider,
        Action<SecureSessionsBuilder>? sessions = null,
        Action<OpenIdConnectSessionOptions>? configure = null,
        TimeSpan? storeTimeout = null) => new(provider, await SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = ClockOfNow(),
            Configure = options => options.StoreTimeout = storeTimeout ?? options.StoreTimeout,
            ConfigureSessions = builder =>
            {
                sessions?.Invoke(builder);
                builder.AddOpenIdConnectSessions(configure: configure);
            },
            ConfigureServices = services => services.AddAuthentication(options =>
            {
                options.DefaultScheme = SecureSessionDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            }).AddOpenIdConnect(options =>
            {
                options.Authority = TestProvider.Issuer;
                options.ClientId = TestProvider.ClientId;
                options.ClientSecret = TestProvider.ClientSecret;
                options.ResponseType = "code";
                options.SaveTokens = true;
                options.MapInboundClaims = false;
                options.TokenValidationParameters.NameClaimType = "name";
                options.Scope.Add("offline_access");
                options.BackchannelHttpHandler = provider.CreateHandler();
            }),
            Map = Map,
        }));

    /// <summary>Signs a user in: from the app to the provider and back, as a browser goes.</summary>
    public async Task<Browser> SignInAsync(string user, string sid)
    {
        Browser browser = host.NewBrowser();
        using Browser atProvider = provider.NewBrowser();
        await atProvider.GetAsync($"/sign-in/{user}/{sid}");

        Page challenge = await browser.GetAsync("/login", ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.Redirect, challenge.Status);
        Page consent = await atProvider.GetAsync(new Uri(challenge.Header("Location")).PathAndQuery);

        // The provider answers with a form that the browser posts.
        Page callback = await SubmitAsync(browser, consent);
        Assert.Equal((HttpStatusCode.Redirect, "/me"), (callback.Status, callback.Header("Location")));
        return browser;
    }

    public Task<Page> LogOutAsync(Browser caller, string logoutToken) =>
        caller.PostAsync("/backchannel-logout", new Dictionary<string, string> { ["logout_token"] = logoutToken });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    /// <summary>Who is signed in.</summary>
    public static async Task<string> UserAsync(Browser browser) => (await browser.GetAsync("/me")).Body;

    private static void Map(WebApplication app)
    {
        app.MapGet("/me", static (HttpContext context) => context.User.Identity?.Name ?? "nobody");
        app.MapGet("/login", static () => Results.Challenge(new AuthenticationProperties { RedirectUri = "/me" }));
        app.MapGet("/token", static async (HttpContext context) => await context.GetTokenAsync("access_token") ?? "none");
        app.MapGet("/expires", static async (HttpContext context) => await context.GetTokenAsync("expires_at") ?? "none");
        app.MapGet("/logout", static () => Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/me" },
            [SecureSessionDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapBackChannelLogout();
        app.MapFrontChannelLogout();
    }

    // The provider's tokens have the time of the machine.
    private static ManualTimeProvider ClockOfNow()
    {
        var clock = new ManualTimeProvider();
        clock.JumpWallClock(DateTimeOffset.UtcNow - clock.GetUtcNow());
        return clock;
    }

    private static async Task<Page> SubmitAsync(Browser browser, Page page)
    {
        using var form = new FormUrlEncodedContent(page.ReadForm());
        return await browser.SendAsync(
            HttpMethod.Post,
            "/signin-oidc",
            form,
            ("Origin", TestProvider.Issuer.TrimEnd('/')),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "document"));
    }
}
