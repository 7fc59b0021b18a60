using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A request whose session cannot be stored never succeeds, and sends not one byte of its handler's answer.</summary>
public sealed class StoreFailureAtCommitTests
{
    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_new_session_that_cannot_be_stored_is_503_instead_of(string answer, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        Page page = await browser.GetAsync($"/answer/{answer}");

        AssertUnavailable(page);
        AssertReportedOnce(host);
    }

    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_change_that_cannot_be_stored_is_503_instead_of(string answer, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/other/1");
        host.Store.Fail(StoreFault.ThrowsAfterYield, StoreOperation.Replace);

        Page page = await browser.GetAsync($"/answer/{answer}");
        host.Store.Heal();

        AssertUnavailable(page);
        AssertReportedOnce(host);
        Assert.Equal("none", (await browser.GetAsync("/get/key")).Body);
        Assert.Equal("1", (await browser.GetAsync("/get/other")).Body);
    }

    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task However_the_store_fails_the_answer_is_503(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser fresh = host.NewBrowser();
        using Browser known = host.NewBrowser();
        await known.GetAsync("/set/other/1");
        host.Store.Fail(fault, StoreOperation.Create, StoreOperation.Replace);

        AssertUnavailable(await host.WhileTimePassesAsync(fresh.GetAsync("/answer/text")));
        AssertUnavailable(await host.WhileTimePassesAsync(known.GetAsync("/answer/text")));
        Assert.Null(fresh.Token);
    }

    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_regenerated_secret_whose_write_failed_is_never_sent(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(fault, StoreOperation.Replace);

        AssertUnavailable(await host.WhileTimePassesAsync(browser.GetAsync("/regenerate")));
    }

    [Theory]
    [InlineData("/sign-out", StoreFault.ThrowsAtOnce)]
    [InlineData("/sign-out", StoreFault.ThrowsLater)]
    [InlineData("/sign-out", StoreFault.ThrowsAfterDoing)]
    [InlineData("/sign-out", StoreFault.Hangs)]
    [InlineData("/end", StoreFault.ThrowsAtOnce)]
    [InlineData("/end", StoreFault.ThrowsLater)]
    [InlineData("/end", StoreFault.ThrowsAfterDoing)]
    [InlineData("/end", StoreFault.Hangs)]
    [Trait("Requirement", "ST-5")]
    public async Task An_end_that_the_store_did_not_confirm_is_not_answered_as_one(string path, StoreFault fault)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(fault, StoreOperation.End);

        AssertUnavailable(await host.WhileTimePassesAsync(browser.GetAsync(path)));
        Assert.NotNull(browser.Token);
    }

    [Theory]
    [ClassData(typeof(FaultsAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_sign_in_that_could_not_be_stored_is_503_and_leaves_no_session(StoreFault fault, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(fault, StoreOperation.Create);

        AssertUnavailable(await host.WhileTimePassesAsync(browser.GetAsync("/sign-in/alice")));
        Assert.Null(browser.Token);

        // The rollback runs in the background, after the answer.
        await Poll.UntilAsync(() => host.Store.Calls.Contains(StoreOperation.Remove), "the sign-in is taken back");
        Assert.Equal(
            [StoreOperation.End, StoreOperation.Remove],
            host.Store.Calls.Where(static call => call is StoreOperation.End or StoreOperation.Remove));
        Assert.Empty(await host.Store.InnerIndex.ListAsync("alice", CancellationToken.None));
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_sign_in_whose_values_could_not_be_stored_is_rolled_back(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(
            app => app.MapGet("/", async context =>
            {
                await context.SignInAsync(SmallApp.PrincipalOf("alice"));
                context.Session.Set("key", [1]);
            }),
            kind: server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Replace);

        AssertUnavailable(await browser.GetAsync("/"));
        Assert.Equal(SessionEndReason.Undelivered, await EndReasonOfTheOneSessionAsync(host));
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_HEAD_request_whose_changes_cannot_be_stored_is_answered_503(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        AssertUnavailable(await browser.SendAsync(HttpMethod.Head, "/answer/text"));
    }

    [Theory]
    [MemberData(nameof(AnswerKinds))]
    public async Task On_the_wire_nothing_follows_the_headers_of_the_503(string answer)
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map, kind: ServerKind.KestrelHttp1);
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        string bytes = await RawHttp1.GetAsync(host, $"/answer/{Uri.EscapeDataString(answer)}");

        Assert.StartsWith("HTTP/1.1 503 ", bytes, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", bytes, StringComparison.Ordinal);
        Assert.Equal(bytes.Length - 4, bytes.IndexOf("\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_commit_is_counted()
    {
        await using SessionHost host = await SessionHost.StartAsync(Answers.Map);
        using var meters = new MeterRecorder(host.Services.GetRequiredService<IMeterFactory>());
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        await browser.GetAsync("/answer/text");

        Assert.Equal(1, meters.Sum("securesessions.failures", ("kind", "session_commit_fail"), ("detail", "store")));
    }

    public static TheoryData<string> AnswerKinds => [.. Answers.Kinds];

    private static void AssertUnavailable(Page page)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal(("", "5", "no-store"), (page.Body, page.Header("Retry-After"), page.Header("Cache-Control")));
        Assert.Empty(page.SetCookies);
    }

    private static void AssertReportedOnce(SessionHost host)
    {
        Assert.Equal("store", Assert.Single(host.Events.Of(SessionEventType.CommitFailed)).Detail);
        Assert.DoesNotContain(
            host.Logs.Lines,
            static line => line.Level >= LogLevel.Error && line.Category.StartsWith("Microsoft", StringComparison.Ordinal));
    }

    private static async Task<SessionEndReason?> EndReasonOfTheOneSessionAsync(SessionHost host)
    {
        SessionId id = Assert.Single(host.Events.Of(SessionEventType.Created)).SessionId!.Value;
        return (await host.Store.Inner.PeekAsync(id, CancellationToken.None))?.End?.Reason;
    }
}
