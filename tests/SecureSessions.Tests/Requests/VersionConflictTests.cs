using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// Other requests write the session while a request runs: its changes are applied on top of theirs. If they never stop, the answer is 503.
/// </summary>
public sealed class VersionConflictTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_write_succeeds_after_one_conflict(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = await NewSessionAsync(host);
        OtherWriter.Interfere(host, browser, times: 1, ("other", "1"u8.ToArray()));

        Page page = await browser.GetAsync("/set/mine/1");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(("1", "1"), ((await browser.GetAsync("/get/mine")).Body, (await browser.GetAsync("/get/other")).Body));
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-5")]
    public async Task Endless_conflicts_are_answered_503_and_nothing_is_stored(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Map = Answers.Map,
            ConfigureServices = static services => services.AddSingleton(new WriterTurns(waits: false)),
            Kind = server,
        });
        using Browser browser = await NewSessionAsync(host);
        OtherWriter.Interfere(host, browser, times: int.MaxValue, ("other", "1"u8.ToArray()));

        Page page = await browser.GetAsync("/answer/text");
        host.Store.Before = null;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", "5"), (page.Status, page.Body, page.Header("Retry-After")));
        Assert.Equal("conflict", Assert.Single(host.Events.Of(SessionEventType.CommitFailed)).Detail);
        Assert.Equal("none", (await browser.GetAsync("/get/key")).Body);
    }

    private static async Task<Browser> NewSessionAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/first/1");
        return browser;
    }
}
