using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs.LiveConnections;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A change of a session after the response has started is stored or refused with an exception, and never lost.</summary>
public sealed class LateChangesTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_late_value_of_a_stored_session_is_committed_at_the_end_of_the_request(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, static context => context.Session.SetString("late", "value"));
        using Browser browser = await NewSessionAsync(host);

        Page page = await browser.GetAsync("/late");

        Assert.Equal((HttpStatusCode.OK, "begun, ended"), (page.Status, page.Body));
        Assert.Equal("value", (await browser.GetAsync("/get/late")).Body);
    }

    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task An_answer_whose_late_change_cannot_be_stored_does_not_look_complete(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, static context => context.Session.SetString("late", "value"));
        using Browser browser = await NewSessionAsync(host);
        host.Store.Fail(fault, StoreOperation.Replace);

        Assert.True(await BrokenAnswer.IsSeenAsync(() => host.WhileTimePassesAsync(browser.GetAsync("/late"))));

        Assert.Equal("store", Assert.Single(host.Events.Of(SessionEventType.CommitFailed)).Detail);
    }

    [Theory]
    [InlineData("value", ServerKind.TestServer)]
    [InlineData("value", ServerKind.KestrelHttp1)]
    [InlineData("value", ServerKind.KestrelHttp2)]
    [InlineData("sign-in", ServerKind.TestServer)]
    [InlineData("sign-in", ServerKind.KestrelHttp1)]
    [InlineData("sign-in", ServerKind.KestrelHttp2)]
    public async Task A_session_cannot_begin_after_the_response_has_started(string change, ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, Changes[change]);
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/late");

        Assert.Contains(
            "InvalidOperationException: The response has started, so no session cookie can be sent any more.",
            page.Body,
            StringComparison.Ordinal);
        Assert.Equal((0, 0), (page.SetCookies.Count, host.Store.Calls.Count));
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "RG-4")]
    public async Task A_secret_cannot_be_regenerated_after_the_response_has_started(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, static context => context.GetSecureSession().Regenerate());
        using Browser browser = await NewSessionAsync(host);

        Page page = await browser.GetAsync("/late");

        Assert.Contains(
            "InvalidOperationException: The response has started, so no session cookie can be sent any more.",
            page.Body,
            StringComparison.Ordinal);
        Assert.Equal("1", (await browser.GetAsync("/get/early")).Body);
    }

    [Theory]
    [InlineData("end", ServerKind.TestServer)]
    [InlineData("end", ServerKind.KestrelHttp1)]
    [InlineData("end", ServerKind.KestrelHttp2)]
    [InlineData("sign-out", ServerKind.TestServer)]
    [InlineData("sign-out", ServerKind.KestrelHttp1)]
    [InlineData("sign-out", ServerKind.KestrelHttp2)]
    [Trait("Requirement", "TM-1")]
    public async Task A_late_end_is_carried_out_on_the_server(string change, ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, Changes[change]);
        using Browser browser = await NewSessionAsync(host);

        Page page = await browser.GetAsync("/late");

        Assert.Equal((HttpStatusCode.OK, "begun, ended"), (page.Status, page.Body));
        Assert.Equal("SignedOut", (await browser.GetAsync("/why")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "TM-2")]
    public async Task A_late_change_does_not_revive_a_session_that_ended(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server, static context => context.Session.SetString("late", "value"));
        using Browser browser = await NewSessionAsync(host);
        host.Store.Before = operation => operation == StoreOperation.Replace ? EndAsync(host) : Task.CompletedTask;

        Page page = await browser.GetAsync("/late");

        Assert.Equal((HttpStatusCode.OK, "begun, ended"), (page.Status, page.Body));
        Assert.Equal("ended", Assert.Single(host.Events.Of(SessionEventType.ChangesDropped)).Detail);
        Assert.Equal("none", (await browser.GetAsync("/get/early")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task After_a_dropped_answer_the_handler_goes_on_undisturbed(ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            server, Changes["value"], static context => context.Session.SetString("early", "1"));
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        Page page = await browser.GetAsync("/late");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (page.Status, page.Body));
        Assert.Single(host.Events.Of(SessionEventType.CommitFailed));
    }

    private static readonly Dictionary<string, Action<HttpContext>> Changes = new()
    {
        ["value"] = static context => context.Session.SetString("late", "value"),
        ["sign-in"] = static context => context.SignInAsync(SmallApp.PrincipalOf("alice")).Wait(),
        ["end"] = static context => context.GetSecureSession().End(),
        ["sign-out"] = static context => context.SignOutAsync().Wait(),
    };

    private static Task<SessionHost> StartAsync(ServerKind server, Action<HttpContext> late, Action<HttpContext>? early = null) =>
        SessionHost.StartAsync(
        app =>
        {
            SmallApp.Map(app);
            app.Map("/late", async context =>
            {
                early?.Invoke(context);
                await context.Response.WriteAsync("begun");
                await context.Response.Body.FlushAsync();
                string outcome = ", ended";
                try
                {
                    late(context);
                }
                catch (Exception exception) when (exception is InvalidOperationException or AggregateException)
                {
                    exception = exception.InnerException ?? exception;
                    outcome = $"{exception.GetType().Name}: {exception.Message}";
                }

                await context.Response.WriteAsync(outcome);
            });
        },
        kind: server);

    private static async Task<Browser> NewSessionAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/early/1");
        return browser;
    }

    private static async Task EndAsync(SessionHost host)
    {
        SessionId id = Assert.Single(host.Events.Of(SessionEventType.Created)).SessionId!.Value;
        await host.Store.Inner.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None);
    }
}
