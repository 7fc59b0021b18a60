using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>A user's sessions are ended from elsewhere: by the user on another device, or by an administrator.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;

    [Fact]
    [Trait("Requirement", "TM-5")]
    [Trait("Requirement", "LG-6")]
    public async Task One_session_is_ended_at_once_and_told_why_and_the_event_says_who_did_it()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice");

        Assert.True(await _host.Manager.EndAsync("alice", browsers[0].SessionId(), actor: "root\n"));

        Assert.Equal("Revoked", (await browsers[0].GetAsync("/why")).Body);
        Assert.Equal(["nobody", "alice"], await browsers.AskAsync("/who"));
        SecureSessionEvent ended = Assert.Single(_host.Events.Of(SessionEventType.Expired));
        Assert.Equal(
            (SessionEndReason.Revoked, "alice", browsers[0].SessionId(), "root?"),
            (ended.Reason, ended.UserId, ended.SessionId, ended.Actor));
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(await _host.Manager.HistoryAsync("alice")).Reason);
    }

    [Fact]
    [Trait("Requirement", "LG-6")]
    public async Task An_event_without_an_actor_names_the_user_and_has_an_address_within_a_request()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice");

        await _script.RunAsync(browsers[1], context => Manager(context).EndAsync("alice", browsers[0].SessionId()));

        SecureSessionEvent ended = Assert.Single(_host.Events.Of(SessionEventType.Expired));
        Assert.Equal("alice", ended.Actor);
        Assert.StartsWith("/script/", ended.Origin.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("bob", false)]
    [InlineData("nobody", false)]
    [InlineData("Alice", false)]
    [Trait("Requirement", "MS-2")]
    public async Task A_session_can_only_be_ended_for_its_own_user(string userId, bool found)
    {
        Browser[] browsers = await _host.SignInAsync("alice", "bob");

        Assert.Equal(found, await _host.Manager.EndAsync(userId, browsers[0].SessionId()));

        Assert.Equal(found ? "nobody" : "alice", (await browsers[0].GetAsync("/who")).Body);
        Assert.Equal(found ? 1 : 0, _host.Events.Of(SessionEventType.Expired).Count);
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task An_unknown_or_ended_session_is_not_found()
    {
        Browser[] browsers = await _host.SignInAsync("alice");
        await browsers[0].GetAsync("/set/a/1");
        SessionId id = browsers[0].SessionId();

        Assert.False(await _host.Manager.EndAsync("alice", RandomValues.Id()));
        Assert.True(await _host.Manager.EndAsync("alice", id));
        Assert.False(await _host.Manager.EndAsync("alice", id));
        Assert.Equal(0, await _host.Manager.EndAllAsync("alice"));
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task All_sessions_of_a_user_are_ended_and_a_later_sign_in_is_not()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice", "bob", "alice");

        Assert.Equal(3, await _host.Manager.EndAllAsync("alice", actor: "root"));
        Browser[] next = await _host.SignInAsync("alice");

        Assert.Equal(["nobody", "nobody", "bob", "nobody", "alice"], await browsers.Concat(next).AskAsync("/who"));
        Assert.All(_host.Events.Of(SessionEventType.Expired), static ended => Assert.Equal("root", ended.Actor));
        Assert.Equal(3, (await _host.Manager.HistoryAsync("alice")).Count);
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_sign_in_that_has_begun_is_ended_with_the_others()
    {
        using Browser browser = _host.NewBrowser();
        var hold = new Hold();
        _host.Store.Before = operation => operation == StoreOperation.Create ? hold.WaitAsync() : Task.CompletedTask;
        Task<Page> signIn = browser.GetAsync("/sign-in/alice");
        await hold.Reached;

        Assert.Equal(0, await _host.Manager.EndAllAsync("alice"));
        hold.Release();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await signIn).Status);
        Assert.Null(browser.Token);
        Assert.Empty(await _host.Store.InnerIndex.ListAsync("alice", default));
    }

    [Fact]
    [Trait("Requirement", "TM-4")]
    public async Task All_others_are_ended_and_the_current_one_goes_on_with_a_new_secret()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice", "alice");
        using Browser thief = browsers[1].Copy();
        SessionId id = browsers[1].SessionId();

        int ended = await _script.AskAsync(browsers[1], static context => Manager(context).EndOthersAsync(context.GetSecureSession()));

        Assert.Equal(2, ended);
        Assert.Equal(["nobody", "alice", "nobody", "nobody"], await browsers.Append(thief).AskAsync("/who"));
        Assert.Equal(id, browsers[1].SessionId());
        Assert.Single(_host.Events.Of(SessionEventType.Regenerated));
    }

    [Fact]
    [Trait("Requirement", "TM-4")]
    [Trait("Requirement", "RG-4")]
    public async Task Once_the_response_has_started_no_session_is_ended_as_the_current_one_could_not_get_its_new_secret()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice");

        await _script.RunAsync(browsers[1], static async context =>
        {
            await context.Response.StartAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => Manager(context).EndOthersAsync(context.GetSecureSession()));
        });

        Assert.Equal(["alice", "alice"], await browsers.AskAsync("/who"));
    }

    [Fact]
    [Trait("Requirement", "TM-8")]
    public async Task A_secret_in_its_grace_dies_with_the_session()
    {
        Browser[] browsers = await _host.SignInAsync("alice");
        using Browser grace = browsers[0].Copy();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        Assert.Equal(["alice", "alice", "alice"], await new[] { browsers[0], browsers[0], grace }.AskAsync("/who"));
        Assert.NotEqual(grace.Token, browsers[0].Token);

        await _host.Manager.EndAllAsync("alice");

        Assert.Equal(["nobody", "nobody"], await browsers.Append(grace).AskAsync("/who"));
    }

    [Fact]
    [Trait("Requirement", "TM-8")]
    public async Task A_renewal_that_is_pending_dies_with_the_session()
    {
        Browser[] browsers = await _host.SignInAsync("alice");
        using Browser old = browsers[0].Copy();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await browsers[0].GetAsync("/who");
        Assert.NotEqual(old.Token, browsers[0].Token);

        await _host.Manager.EndAllAsync("alice");

        Assert.Equal(["nobody", "nobody"], await browsers.Append(old).AskAsync("/who"));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_request_that_is_running_then_cannot_bring_its_session_back()
    {
        Browser[] browsers = await _host.SignInAsync("alice");

        Page page = await _script.RunAsync(browsers[0], static async context =>
        {
            context.Session.SetString("a", "1");
            await Manager(context).EndAllAsync("alice");
        });

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Equal("nobody", (await browsers[0].GetAsync("/who")).Body);
        Assert.Empty(await _host.Manager.ListAsync("alice"));
    }

    [Fact]
    public async Task A_request_that_ends_its_own_session_and_only_reads_keeps_its_answer()
    {
        Browser[] browsers = await _host.SignInAsync("alice");

        bool ended = await _script.AskAsync(browsers[0], context => Manager(context).EndAsync("alice", browsers[0].SessionId()));

        Assert.True(ended);
        Assert.Equal("nobody", (await browsers[0].GetAsync("/who")).Body);
    }

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(new SessionHostSettings
    {
        ConfigureServices = static services => services.AddHttpContextAccessor(),
        Map = app =>
        {
            SmallApp.Map(app);
            _script.Map(app);
        },
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static ISecureSessionManager Manager(HttpContext context) =>
        context.RequestServices.GetRequiredService<ISecureSessionManager>();
}
