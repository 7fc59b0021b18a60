using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// The session ends while a request that changes it runs: the answer is 401 in place of what the handler wrote, and the session stays
/// ended.
/// </summary>
public sealed class EndedWhileRunningTests
{
    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "CA-6")]
    public async Task A_write_to_a_session_that_ended_meanwhile_is_answered_401_instead_of(string answer, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/other/1");
        host.Store.Before = operation => operation == StoreOperation.Replace ? EndAsync(host) : Task.CompletedTask;

        Page page = await browser.GetAsync($"/answer/{answer}");

        Assert.Equal((HttpStatusCode.Unauthorized, "", "no-store"), (page.Status, page.Body, page.Header("Cache-Control")));
        Assert.Empty(page.SetCookies);
        Assert.Equal("ended", Assert.Single(host.Events.Of(SessionEventType.ChangesDropped)).Detail);
        Assert.Equal("none", (await browser.GetAsync("/get/other")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "TM-2")]
    public async Task An_explicit_commit_to_a_session_that_ended_meanwhile_throws_and_is_answered_401(ServerKind server)
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(
            app =>
            {
                SmallApp.Map(app);
                script.Map(app);
            },
            kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/other/1");
        host.Store.Before = operation => operation == StoreOperation.Replace ? EndAsync(host) : Task.CompletedTask;

        Page page = await script.RunAsync(browser, async context =>
        {
            context.Session.Set("key", [1]);
            await Assert.ThrowsAsync<SessionEndedException>(() => context.Session.CommitAsync());
            throw new SessionEndedException();
        });

        Assert.Equal((HttpStatusCode.Unauthorized, "", 0), (page.Status, page.Body, page.SetCookies.Count));
    }

    private static async Task EndAsync(SessionHost host)
    {
        SessionId id = Assert.Single(host.Events.Of(SessionEventType.Created)).SessionId!.Value;
        await host.Store.Inner.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None);
    }
}
