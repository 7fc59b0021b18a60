using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Everything that browsers can do to an app, with values and claims that can be recognised wherever they turn up.</summary>
internal sealed class BusyRun(SessionHost host, SecretSearch search)
{
    /// <summary>The renewal interval that the app must have.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(2.5);

    private const string Value = "canary-of-a-value";
    private const string Claim = "canary-of-a-claim";

    public static void Map(WebApplication app)
    {
        app.MapGet("/keep/{n}", static (HttpContext context, string n) => context.Session.SetString("kept", $"{Value}-{n}"));
        app.MapGet("/enter/{user}", static (HttpContext context, string user) => context.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user), new Claim("canary", Claim)], "password"))));
    }

    public async Task RunAsync()
    {
        search.AddValue(Value);
        search.AddValue(Claim);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(LiveAsync));
    }

    private async Task LiveAsync(int n)
    {
        using var browser = new Browser(host.NewClient(), new CookieJar(Remember));
        string user = string.Create(CultureInfo.InvariantCulture, $"user-{n}");
        await VisitAsync(browser, "/keep/1", $"/enter/{user}", "/keep/2", "/get/kept");
        await MisleadAsync(browser);
        await VisitAsync(browser, "/regenerate", $"/enter/{user}", "/keep/3");
        using Browser late = browser.Copy();
        await Task.Delay(RenewalInterval);
        await VisitAsync(browser, "/keep/4");
        await VisitAsync(late, "/keep/5");
        await VisitAsync(browser, "/get/kept", n % 3 == 0 ? "/sign-out" : n % 3 == 1 ? "/end" : "/get/kept");
        await late.GetAsync("/get/kept");
    }

    private static async Task VisitAsync(Browser browser, params string[] paths)
    {
        foreach (string path in paths)
            Assert.Equal(200, (int)(await browser.GetAsync(path)).Status);
    }

    /// <summary>A forged secret, an unknown id, and what is no token at all.</summary>
    private async Task MisleadAsync(Browser browser)
    {
        string token = browser.Token!;
        string forged = SessionToken.Create().ToCookieValue();
        string[] lies =
        [
            token[..SessionId.TextLength] + forged[SessionId.TextLength..],
            forged,
            token[..^1] + "*",
            token + "A",
            token.ToUpperInvariant(),
        ];
        foreach (string lie in lies)
        {
            browser.Token = lie;
            await browser.GetAsync("/get/kept");
        }

        browser.Token = token;
        search.AddToken(forged);
        search.AddText("malformed cookie", token[..^1] + "*");
        search.AddText("malformed cookie", token.ToUpperInvariant());
    }

    private void Remember(ParsedCookie cookie)
    {
        if (cookie.Value.Length == SessionToken.TextLength)
            search.AddToken(cookie.Value);
    }
}
