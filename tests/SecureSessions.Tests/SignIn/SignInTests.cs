using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed partial class SignInTests
{
    private readonly Script _script = new();

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_sign_in_makes_a_new_session_and_ends_the_anonymous_one()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        string before = await _script.AskAsync(browser, context => { context.Session.SetString("a", "1"); return context.Session.Id; });
        using Browser thief = browser.Copy();

        string after = await _script.AskAsync(
            browser, async context => { await context.SignInAsync(TestUsers.Alice); return context.Session.Id; });

        Assert.NotEqual(before, after);
        Assert.NotEqual(thief.Token, browser.Token);
        Assert.Equal("alice", await UserAsync(browser));
        Assert.Equal(
            (null, SessionEndReason.Replaced),
            await _script.AskAsync(thief, context => (context.User.Identity?.Name, context.GetSecureSession().EndReason)));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [Trait("Requirement", "RG-1")]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_in_ends_the_earlier_session_of_the_browser(string next)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, "alice");
        using Browser thief = browser.Copy();

        await SignInAsync(browser, next);

        Assert.Equal((null, next), (await UserAsync(thief), await UserAsync(browser)));
        SecureSessionEvent end = Assert.Single(host.Events.Of(SessionEventType.Expired));
        Assert.Equal(("alice", SessionEndReason.Replaced), (end.UserId, end.Reason));
    }

    [Fact]
    public async Task Two_sign_ins_in_one_request_leave_one_session_alive()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        (SessionId First, SessionId Second) ids = await _script.AskAsync(browser, async context =>
        {
            await context.SignInAsync(TestUsers.Alice);
            SessionId first = IdOf(context);
            await context.SignInAsync(TestUsers.Bob);
            return (first, IdOf(context));
        });

        Assert.Equal(SessionEndReason.Replaced, (await PeekAsync(host, ids.First))?.End?.Reason);
        Assert.Null((await PeekAsync(host, ids.Second))!.End);
        Assert.Equal("bob", await UserAsync(browser));
    }

    [Fact]
    public async Task A_sign_in_and_a_sign_out_in_one_request_leave_no_session()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        SessionId id = await _script.AskAsync(browser, async context =>
        {
            await context.SignInAsync(TestUsers.Alice);
            SessionId id = IdOf(context);
            await context.SignOutAsync();
            return id;
        });

        Assert.Equal(SessionEndReason.SignedOut, (await PeekAsync(host, id))?.End?.Reason);
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task The_request_that_signs_in_has_the_users_session_at_once()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        (string?, bool) facts = await _script.AskAsync(browser, async context =>
        {
            await context.SignInAsync(TestUsers.Alice);
            return (context.GetSecureSession().UserId, context.GetSecureSession().IsNew);
        });

        Assert.Equal(("alice", false), facts);
    }

    [Fact]
    public async Task A_value_set_after_the_sign_in_is_stored_in_the_new_session()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await _script.RunAsync(browser, async context =>
        {
            await context.SignInAsync(TestUsers.Alice);
            context.Session.SetString("after", "1");
        });

        Assert.Equal(
            ("alice", "1"), await _script.AskAsync(browser, context => (context.User.Identity?.Name, context.Session.GetString("after"))));
    }

    [Fact]
    public async Task A_sign_in_works_with_a_dead_cookie()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, "alice");
        host.Clock.Advance(TimeSpan.FromHours(1));

        Page page = await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice), ("Sec-Fetch-Mode", "cors"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("alice", await UserAsync(browser));
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task A_sign_in_is_logged_as_session_created_with_its_user()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await SignInAsync(browser, "alice");

        LogLine line = Assert.Single(host.Logs.Of("session_created"));
        Assert.Contains("user=alice", line.Message, StringComparison.Ordinal);
    }

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) =>
        SessionHost.StartAsync(app => _script.Map(app), configure);

    private Task<Page> SignInAsync(Browser browser, string user, AuthenticationProperties? properties = null) =>
        _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Create(user), properties));

    private Task<string?> UserAsync(Browser browser) => _script.AskAsync(browser, context => context.User.Identity?.Name);

    private static SessionId IdOf(HttpContext context) =>
        SessionId.TryParse(context.Session.Id, out SessionId id) ? id : throw new InvalidOperationException();

    private static ValueTask<SessionSummary?> PeekAsync(SessionHost host, SessionId id) =>
        host.Store.Inner.PeekAsync(id, CancellationToken.None);
}
