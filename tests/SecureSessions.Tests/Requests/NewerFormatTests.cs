using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Antiforgery;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// During an upgrade from node to node, an older node receives sessions that a newer node wrote and that it cannot read. It can end them,
/// and changes nothing else of them.
/// </summary>
public sealed class NewerFormatTests : IAsyncLifetime
{
    private SessionHost _host = null!;
    private Browser _alice = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(FormApp.Settings(map: static app =>
        {
            app.MapGet("/guarded", static () => "ok").RequireAuthorization();
            app.MapGet("/fresh", static () => "ok").RequireFreshAuthentication(TimeSpan.FromMinutes(5));
            app.MapGet("/update", static async (HttpContext context) =>
            {
                await context.GetSecureSession().UpdateInt32Async("count", static count => (count ?? 0) + 1);
            });
            app.MapSecureSessions();
        }));
        _alice = _host.NewBrowser();
        await _alice.GetAsync("/sign-in/alice");
        await _alice.GetAsync("/set/key/value");
    }

    public async Task DisposeAsync()
    {
        _alice.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("/get/key")]
    [InlineData("/set/key/other")]
    [InlineData("/id")]
    [InlineData("/expires")]
    [InlineData("/regenerate")]
    [InlineData("/update")]
    [InlineData("/guarded")]
    [InlineData("/fresh")]
    [InlineData("/session/status")]
    [InlineData("/session/list")]
    [Trait("Requirement", "ST-5")]
    public async Task A_request_that_needs_a_session_of_a_newer_format_is_answered_503_and_the_session_stays(string path)
    {
        string? token = _alice.Token;

        Page page = await OnOlderNodeAsync(() => _alice.GetAsync(path));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", "5"), (page.Status, page.Body, page.Header("Retry-After")));
        Assert.Empty(page.SetCookies);
        Assert.Equal("unknown_format", Assert.Single(_host.Events.Of(SessionEventType.LoadFailed)).Detail);
        Assert.Equal(
            (token, "alice", "value"), (_alice.Token, (await _alice.GetAsync("/who")).Body, (await _alice.GetAsync("/get/key")).Body));
    }

    [Theory]
    [InlineData("/plain", "plain")]
    [InlineData("/health", "healthy")]
    [InlineData("/who", "nobody")]
    public async Task A_request_that_does_not_need_its_session_of_a_newer_format_is_served(string path, string body)
    {
        Page page = await OnOlderNodeAsync(() => _alice.GetAsync(path));

        Assert.Equal((HttpStatusCode.OK, body), (page.Status, page.Body));
        Assert.Empty(page.SetCookies);
        Assert.Equal("value", (await _alice.GetAsync("/get/key")).Body);
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/end")]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_out_ends_a_session_of_a_newer_format(string path)
    {
        using Browser copy = _alice.Copy();

        Page page = await OnOlderNodeAsync(() => _alice.GetAsync(path));

        Assert.Equal((HttpStatusCode.OK, null), (page.Status, _alice.Token));
        Assert.Equal("SignedOut", (await copy.GetAsync("/why")).Body);
        Assert.Equal("alice", Assert.Single(_host.Events.Of(SessionEventType.LoggedOut)).UserId);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task A_script_can_sign_out_of_a_session_of_a_newer_format()
    {
        Page page = await OnOlderNodeAsync(
            () => _alice.SendAsync(HttpMethod.Post, "/session/sign-out", null, ("Sec-Fetch-Site", "same-origin")));

        Assert.Equal((HttpStatusCode.OK, """{"ended":1,"signedOut":true}""", null), (page.Status, page.Body, _alice.Token));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [Trait("Requirement", "RG-1")]
    public async Task A_sign_in_replaces_a_session_of_a_newer_format(string user)
    {
        using Browser copy = _alice.Copy();

        Page page = await OnOlderNodeAsync(() => _alice.GetAsync($"/sign-in/{user}"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal((user, "none"), ((await _alice.GetAsync("/who")).Body, (await _alice.GetAsync("/get/key")).Body));
        Assert.Equal(("nobody", "Replaced"), ((await copy.GetAsync("/who")).Body, (await copy.GetAsync("/why")).Body));
    }

    [Fact]
    public async Task A_sign_in_replaces_an_anonymous_session_of_a_newer_format()
    {
        using Browser visitor = _host.NewBrowser();
        await visitor.GetAsync("/set/key/value");
        using Browser copy = visitor.Copy();

        await OnOlderNodeAsync(() => visitor.GetAsync("/sign-in/bob"));

        Assert.Equal(("bob", "none"), ((await visitor.GetAsync("/who")).Body, (await visitor.GetAsync("/get/key")).Body));
        Assert.Equal("Replaced", (await copy.GetAsync("/why")).Body);
    }

    // The key of form tokens is in the sealed payload.
    [Fact]
    [Trait("Requirement", "CS-4")]
    public async Task With_a_session_of_a_newer_format_a_form_is_accepted_from_the_apps_own_pages_only()
    {
        string own = await _alice.OpenFormAsync();

        await OnOlderNodeAsync(async () =>
        {
            string visitors = await _alice.OpenFormAsync();
            Assert.Equal((200, 200), (await _alice.SendFormAsync(own), await _alice.SendFormAsync(visitors)));
            Assert.Equal(400, await _alice.SendFormAsync(own, "/own", []));
            Assert.Equal(403, await _alice.SendFormAsync(own, "/own", [("Sec-Fetch-Site", "cross-site")]));
            return true;
        });
    }

    [Fact]
    public async Task A_renewed_secret_of_a_newer_node_ends_nothing()
    {
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await _alice.SendKeepingJarAsync(HttpMethod.Get, "/who");
        _host.Store.Damage = static found => With(found, record => record with { Successor = Newer(record.Successor) });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _alice.GetAsync("/get/key")).Status);

        _host.Store.Damage = null;
        Assert.Equal("value", (await _alice.GetAsync("/get/key")).Body);
    }

    [Fact]
    public async Task A_write_that_a_newer_node_overtook_is_answered_503()
    {
        SessionRecord record = null!;
        _host.Store.Damage = found => With(found, read => record = read);
        _host.Store.Before = async operation =>
        {
            if (operation == StoreOperation.Replace)
                await _host.Store.Inner.ReplaceAsync(Newer(record), CancellationToken.None);
        };

        Page page = await _alice.GetAsync("/set/key/other");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (page.Status, page.Header("Retry-After")));
        Assert.Null((await _host.Store.Inner.PeekAsync(record.Id, CancellationToken.None))!.End);
    }

    // The payload as a newer node would have written it.
    private async Task<T> OnOlderNodeAsync<T>(Func<Task<T>> send)
    {
        _host.Store.Damage = ToNewer;
        T result = await send();
        _host.Store.Damage = null;
        return result;
    }

    private static FindResult ToNewer(FindResult found) => With(found, static record => record with { Payload = Newer(record.Payload) });

    private static SessionReplacement Newer(SessionRecord record) =>
        new() { Id = record.Id, ExpectedVersion = record.Version, Payload = Newer(record.Payload) };

    private static ReadOnlyMemory<byte> Newer(ReadOnlyMemory<byte> payload) => (byte[])[0xFF, .. payload.Span[1..]];

    private static FindResult With(FindResult found, Func<SessionRecord, SessionRecord> change) =>
        found.Record is { } record ? FindResult.Found(found.Status, change(record), found.Now) : found;
}
