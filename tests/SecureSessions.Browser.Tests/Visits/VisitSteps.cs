using System.Net;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>Steps of users and thieves that several tests need.</summary>
internal static class VisitSteps
{
    public const string CookieName = "__Host-id";

    /// <summary>Presses the button of the page's head.</summary>
    public static async Task SignOutAsync(this Device device)
    {
        await device.SignOutButton().ClickAsync();
        await Assertions.Expect(device.SignOutButton()).ToHaveCountAsync(0);
    }

    /// <summary>The cookie of the session in the browser's jar.</summary>
    public static async Task<string> TokenAsync(this Device device) => (await device.FindCookieAsync())!.Value;

    /// <summary>Puts a cookie into the jar, as an attacker does who has a copy or control of the browser.</summary>
    public static Task PlantAsync(this Device device, SampleApp app, string token)
    {
        var cookie = new Microsoft.Playwright.Cookie
        {
            Name = CookieName,
            Value = token,
            Url = app.Address.ToString(),
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteAttribute.Lax,
        };
        return device.Context.AddCookiesAsync([cookie]);
    }

    /// <summary>Opens the account, which shows this user.</summary>
    public static async Task ExpectSignedInAsync(this Device device, SampleApp app, string user)
    {
        await device.Page.GotoAsync("/account");
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync(user);
    }

    /// <summary>Opens the account and is sent to another page, which shows no user.</summary>
    public static async Task ExpectSignedOutAsync(this Device device)
    {
        await device.Page.GotoAsync("/account");
        Assert.NotEqual("/account", new Uri(device.Page.Url).AbsolutePath);
        await Assertions.Expect(device.SignOutButton()).ToHaveCountAsync(0);
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("alice");
    }

    /// <summary>
    /// Whether a client with nothing but this cookie gets to the account. If the session ends at that moment, the answer is 401, because
    /// the visit is counted in it.
    /// </summary>
    public static async Task<bool> OpensAsync(this SampleApp app, string token) => await AskForAccountAsync(app, token) switch
    {
        HttpStatusCode.OK => true,
        HttpStatusCode.Redirect or HttpStatusCode.Unauthorized => false,
        var status => throw new InvalidOperationException($"The account was answered with {status}."),
    };

    /// <summary>Waits until the store answers again: a cookie that belongs to no session is looked up in the store as well.</summary>
    public static Task UntilServedAsync(this SampleApp app) => Poll.UntilAsync(
        async () => await AskForAccountAsync(app, new string('A', 64)) != HttpStatusCode.ServiceUnavailable, "the store answers again");

    private static async Task<HttpStatusCode> AskForAccountAsync(SampleApp app, string token)
    {
        using HttpClient thief = app.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", $"{CookieName}={token}");
        using HttpResponseMessage response = await thief.SendAsync(request);
        return response.StatusCode;
    }

    public static ILocator SignOutButton(this Device device) =>
        device.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Sign out" });
}
