using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>The session is stored when the response starts: before its first byte, and even if the client disconnects.</summary>
public sealed class CommitTimingTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_healthy_session_leaves_every_answer_intact(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();

        foreach (string answer in Answers.Kinds)
        {
            browser.Token = null;
            Page first = await browser.GetAsync($"/answer/{answer}");
            Page second = await browser.GetAsync($"/answer/{answer}");

            string body = Answers.HasBody(answer) ? Answers.Body : "";
            Assert.Equal((answer, body, body), (answer, first.Body, second.Body));
            Assert.Equal((answer, 1, 0), (answer, first.SetCookies.Count, second.SetCookies.Count));
            Assert.Equal((answer, "value"), (answer, (await browser.GetAsync("/get/key")).Body));
        }
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task Every_kind_of_answer_commits_once(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();

        foreach (string answer in Answers.Kinds)
        {
            browser.Token = null;
            await browser.GetAsync("/set/other/1");
            host.Store.ForgetCalls();

            await browser.GetAsync($"/answer/{answer}");

            Assert.Equal((answer, "Find, Replace"), (answer, string.Join(", ", host.Store.Calls)));
        }
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_value_is_visible_to_other_requests_when_the_first_byte_arrives(ServerKind server)
    {
        using var done = new SemaphoreSlim(0);
        await using SessionHost host = await SessionHost.StartAsync(app => MapPartialAnswers(app, done), kind: server);
        using Browser browser = host.NewBrowser();

        using HttpResponseMessage open = await browser.OpenAsync("/half");
        await using Stream body = await open.Content.ReadAsStreamAsync();
        int first = body.ReadByte();
        Page other = await browser.GetAsync("/get/key");
        done.Release();

        Assert.Equal(('h', "value"), ((char)first, other.Body));
        Assert.Equal("alf and half", await new StreamReader(body, Encoding.UTF8).ReadToEndAsync());
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_value_is_visible_to_the_page_that_a_redirect_leads_to(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();

        for (int i = 0; i < 20; i++)
        {
            browser.Token = null;
            Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/answer/redirect")).Status);
            Assert.Equal("value", (await browser.GetAsync("/get/key")).Body);
        }
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_client_that_disconnects_does_not_undo_the_changes_of_its_request(ServerKind server)
    {
        var app = new AbortedApp();
        await using SessionHost host = await SessionHost.StartAsync(
            new SessionHostSettings { Before = app.Before, Map = app.Map, Kind = server });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/other/1");

        Assert.True(await BrokenAnswer.IsSeenAsync(() => app.AbandonAsync(browser)));
        await app.Ended.WaitAsync(Patience.Limit);

        Assert.Equal("value", (await browser.GetAsync("/get/key")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_value_set_inside_an_OnStarting_callback_is_committed(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(MapOnStarting, kind: server);
        using Browser fresh = host.NewBrowser();

        foreach (string path in (string[])["/starting/text", "/starting/redirect", "/starting/unflushed bytes"])
        {
            fresh.Token = null;
            await fresh.GetAsync(path);
            Assert.Equal("value", (await fresh.GetAsync("/get/starting")).Body);
            await fresh.GetAsync("/set/starting/old");
            await fresh.GetAsync(path);
            Assert.Equal("value", (await fresh.GetAsync("/get/starting")).Body);
        }
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_value_set_inside_an_OnStarting_callback_that_cannot_be_stored_never_looks_stored(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(MapOnStarting, kind: server);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        foreach (string path in (string[])["/starting/text", "/starting/redirect", "/starting/unflushed bytes"])
        {
            using Browser browser = host.NewBrowser();
            bool cut = await BrokenAnswer.IsSeenAsync(
                async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync(path)).Status));
            Assert.True(cut || browser.Token is null);
        }
    }

    private static void MapOnStarting(WebApplication app)
    {
        SmallApp.Map(app);
        app.Map("/starting/{kind}", static context =>
        {
            context.Response.OnStarting(() =>
            {
                context.Session.SetString("starting", "value");
                return Task.CompletedTask;
            });
            return Answers.SendAsync(context, (string)context.Request.RouteValues["kind"]!);
        });
    }

    private static void MapPartialAnswers(WebApplication app, SemaphoreSlim done)
    {
        SmallApp.Map(app);
        app.Map("/half", async context =>
        {
            context.Session.SetString("key", "value");
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await done.WaitAsync();
            await context.Response.WriteAsync(" and half");
        });
    }
}
