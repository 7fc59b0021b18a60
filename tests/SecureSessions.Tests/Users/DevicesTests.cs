using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>A user sees their sessions on all devices, and ends them.</summary>
public sealed class DevicesTests
{
    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_list_shows_each_session_once_and_marks_the_current_one()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice", "bob");

        Page page = await browsers[0].GetAsync("/session/list");

        using var list = JsonDocument.Parse(page.Body);
        JsonElement[] sessions = [.. list.RootElement.GetProperty("sessions").EnumerateArray()];
        Assert.Equal(
            [(IdOf(browsers[0]), true), (IdOf(browsers[1]), false)],
            sessions.Select(
                static one =>
                    (one.GetProperty("id").GetString(), one.GetProperty("current").GetBoolean())).OrderByDescending(static one =>
                        one.Item2));
        Assert.All(sessions, static one => Assert.Equal("2026-01-01T00:00:00+00:00", one.GetProperty("createdAt").GetString()));
        Assert.Equal("no-store", page.Header("Cache-Control"));
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_list_of_very_many_sessions_shows_those_used_last_and_the_current_one()
    {
        await using SessionHost host = await SessionHost.StartAsync(MapAll, static options => options.MaxSessionsPerUser = 500);
        Browser[] browsers = await SignInAsync(host, [.. Enumerable.Repeat("alice", SecureSessionDefaults.MaxListedSessions + 50)]);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (Browser browser in browsers[50..])
            await browser.GetAsync("/who");

        using var list = JsonDocument.Parse((await browsers[0].GetAsync("/session/list")).Body);

        string?[] shown =
            [.. list.RootElement.GetProperty("sessions").EnumerateArray().Select(static one => one.GetProperty("id").GetString())];
        Assert.InRange(shown.Length, SecureSessionDefaults.MaxListedSessions, SecureSessionDefaults.MaxListedSessions + 1);
        Assert.Contains(IdOf(browsers[0]), shown);
        Assert.All(browsers[1..50], browser => Assert.DoesNotContain(IdOf(browser), shown));
        Assert.Equal(browsers.Length, list.RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task One_session_is_ended_and_the_others_go_on()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice", "alice");

        Page page = await PostAsync(browsers[0], "/session/end/" + IdOf(browsers[1]));

        Assert.Equal((HttpStatusCode.OK, """{"ended":1,"signedOut":false}"""), (page.Status, page.Body));
        Assert.Equal(["alice", "nobody", "alice"], await AskAsync(browsers));
    }

    [Fact]
    [Trait("Requirement", "LG-6")]
    [Trait("Requirement", "LG-4")]
    public async Task The_event_says_which_user_ended_it_and_from_where()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice");

        await PostAsync(browsers[0], "/session/end/" + IdOf(browsers[1]));

        SecureSessionEvent ended = Assert.Single(host.Events.Of(SessionEventType.Expired));
        Assert.Equal(
            (SessionEndReason.Revoked, "alice", "alice", IdOf(browsers[1]), "/session/end/" + IdOf(browsers[1])),
            (ended.Reason, ended.UserId, ended.Actor, ended.SessionId.ToString(), ended.Origin.Path));
    }

    [Fact]
    public async Task Ending_the_own_session_signs_out()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice");

        Page page = await PostAsync(browsers[0], "/session/end/" + IdOf(browsers[0]));

        Assert.Equal((HttpStatusCode.OK, """{"ended":1,"signedOut":true}""", null), (page.Status, page.Body, browsers[0].Token));
        Assert.Equal(["nobody", "alice"], await AskAsync(browsers));
        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(host.Events.Of(SessionEventType.LoggedOut)).Reason);
    }

    [Fact]
    public async Task EndOthers_ends_the_other_sessions_and_gives_the_current_one_a_new_secret()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice", "alice", "bob");
        string? token = browsers[0].Token;

        Page page = await PostAsync(browsers[0], "/session/end-others");

        Assert.Equal((HttpStatusCode.OK, """{"ended":2,"signedOut":false}"""), (page.Status, page.Body));
        Assert.Equal(["alice", "nobody", "nobody", "bob"], await AskAsync(browsers));
        Assert.NotEqual(token, browsers[0].Token);
    }

    [Fact]
    public async Task EndAll_ends_all_sessions_and_the_current_one()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice", "bob");

        Page page = await PostAsync(browsers[0], "/session/end-all");

        Assert.Equal((HttpStatusCode.OK, """{"ended":2,"signedOut":true}""", null), (page.Status, page.Body, browsers[0].Token));
        Assert.Equal(["nobody", "nobody", "bob"], await AskAsync(browsers));
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task The_session_of_another_user_one_that_has_ended_and_none_at_all_are_not_told_apart()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "bob", "alice");
        string[] ids = [IdOf(browsers[1]), IdOf(browsers[2]), SessionToken.Create().Id.ToString(), "x", new string('A', 10_000)];
        await browsers[2].GetAsync("/sign-out");

        foreach (string id in ids)
        {
            Page page = await PostAsync(browsers[0], "/session/end/" + id);
            Assert.Equal((HttpStatusCode.NotFound, "", "no-store"), (page.Status, page.Body, page.Header("Cache-Control")));
        }

        Assert.Equal(["alice", "bob"], await AskAsync(browsers[..2]));
    }

    [Theory]
    [InlineData("GET", "/session/list")]
    [InlineData("POST", "/session/end/AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("POST", "/session/end-others")]
    [InlineData("POST", "/session/end-all")]
    public async Task A_user_who_is_not_signed_in_gets_401_from_the_endpoints(string method, string path)
    {
        await using SessionHost host = await StartAsync();
        using Browser stranger = host.NewBrowser();
        using Browser anonymous = host.NewBrowser();
        await anonymous.GetAsync("/set/a/1");

        foreach (Browser browser in (Browser[])[stranger, anonymous])
        {
            Page page = await browser.SendAsync(new HttpMethod(method), path, null, ("Sec-Fetch-Site", "same-origin"));
            Assert.Equal(
                (HttpStatusCode.Unauthorized, "no-store", ""), (page.Status, page.Header("Cache-Control"), page.Header("Location")));
        }
    }

    [Theory]
    [InlineData("/session/extend")]
    [InlineData("/session/sign-out")]
    [InlineData("/session/end/AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/session/end-others")]
    [InlineData("/session/end-all")]
    [Trait("Requirement", "TM-6")]
    public async Task A_GET_request_to_an_endpoint_that_ends_sessions_does_nothing(string path)
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browsers[0].GetAsync(path)).Status);
        Assert.Equal(["alice", "alice"], await AskAsync(browsers));
    }

    [Theory]
    [InlineData("/session/extend")]
    [InlineData("/session/sign-out")]
    [InlineData("/session/end/own")]
    [InlineData("/session/end-others")]
    [InlineData("/session/end-all")]
    [Trait("Requirement", "TM-6")]
    public async Task A_POST_from_another_site_to_an_endpoint_that_ends_sessions_does_nothing(string path)
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice");
        path = path.Replace("own", IdOf(browsers[0]), StringComparison.Ordinal);

        Page page = await browsers[0].SendAsync(
            HttpMethod.Post, path, null, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"));

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal(["alice", "alice"], await AskAsync(browsers));
    }

    [Fact]
    public async Task Ends_that_the_store_fails_are_not_answered_as_done()
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await SignInAsync(host, "alice", "alice");
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.End);

        string[] paths =
        [
            "/session/end/" + IdOf(browsers[1]), "/session/end-others", "/session/end-all", "/session/end/" + IdOf(browsers[0]),
        ];
        foreach (string path in paths)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(browsers[0], path)).Status);

        host.Store.Heal();
        Assert.Equal(["alice", "alice"], await AskAsync(browsers));
    }

    private static Task<SessionHost> StartAsync() => SessionHost.StartAsync(MapAll);

    private static void MapAll(WebApplication app)
    {
        SmallApp.Map(app);
        app.MapSecureSessions();
    }

    private static async Task<Browser[]> SignInAsync(SessionHost host, params string[] users)
    {
        Browser[] browsers = [.. users.Select(_ => host.NewBrowser())];
        foreach ((Browser browser, string user) in browsers.Zip(users))
            await browser.GetAsync("/sign-in/" + user);

        return browsers;
    }

    private static async Task<string[]> AskAsync(IEnumerable<Browser> browsers)
    {
        List<string> users = [];
        foreach (Browser browser in browsers)
            users.Add((await browser.GetAsync("/who")).Body);

        return [.. users];
    }

    private static string IdOf(Browser browser) =>
        SessionToken.TryParse(browser.Token, out SessionToken token) ? token.Id.ToString() : "none";

    private static Task<Page> PostAsync(Browser browser, string path) =>
        browser.SendAsync(HttpMethod.Post, path, null, ("Sec-Fetch-Site", "same-origin"));
}
