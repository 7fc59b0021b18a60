using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>
/// The number of signed-in sessions that a dashboard shows: up by one with each that begins, down by one with each that ends, however it
/// ends.
/// </summary>
public sealed class ActiveSessionsTests
{
    private const string Active = "securesessions.sessions.active";
    private const string Ended = "securesessions.sessions.ended";
    private const string SignIns = "securesessions.sign_ins";

    public static TheoryData<SessionEndReason> Reasons => [.. Enum.GetValues<SessionEndReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Each_end_of_a_session_is_counted_once(SessionEndReason reason)
    {
        await using SessionHost host = await StartAsync(options =>
        {
            options.MaxSessionsPerUser = reason == SessionEndReason.Limit ? 1 : null;
            options.IdleTimeout = reason == SessionEndReason.AbsoluteTimeout ? options.AbsoluteTimeout : options.IdleTimeout;
        });
        using MeterRecorder meters = Record(host);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        Assert.Equal(1, meters.Sum(Active));

        int alive = await EndAsync(host, browser, reason);

        await Poll.UntilAsync(() => meters.Sum(Ended, ("reason", SnakeCase.Of(reason.ToString()))) > 0, "the end is counted");
        Assert.Equal(1, meters.Sum(Ended, ("reason", SnakeCase.Of(reason.ToString()))));
        Assert.Equal(alive, meters.Sum(Active));
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task An_end_that_a_leaping_clock_has_passed_over_is_counted_and_reported()
    {
        await using SessionHost host = await StartAsync();
        using MeterRecorder meters = Record(host);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        host.Clock.Leap(SecureSessionDefaults.AbsoluteTimeout * 3);

        await Poll.UntilAsync(() => meters.Sum(Ended, ("reason", "idle_timeout")) > 0, "the end is counted");
        Assert.Equal(0, meters.Sum(Active));
        Assert.Equal(browser.SessionId(), Assert.Single(host.Events.Of(SessionEventType.Expired)).SessionId);
    }

    [Fact]
    public async Task Anonymous_sessions_are_not_counted_as_active()
    {
        await using SessionHost host = await StartAsync();
        using MeterRecorder meters = Record(host);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/sign-in/alice");
        await browser.GetAsync("/sign-out");
        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/end");

        Assert.Equal(
            (0, 2, 1), (meters.Sum(Active), meters.Sum("securesessions.sessions.created", ("kind", "anonymous")), meters.Sum(SignIns)));
    }

    [Fact]
    public async Task A_sign_in_that_is_taken_back_after_somebody_else_ended_it_counts_once()
    {
        await using SessionHost host = await StartAsync();
        using MeterRecorder meters = Record(host);
        using Browser browser = host.NewBrowser();

        // Another writer ends the session and raises no event, so every number comes from this app.
        await Assert.ThrowsAsync<InvalidOperationException>(() => browser.GetAsync("/sign-in-end-throw"));

        Assert.Equal((1, 0), (meters.Sum(Active), meters.Sum(Ended)));
    }

    [Theory]
    [InlineData(SessionLimitBehavior.EndOldest, SessionEventOutcome.Success, 1, 0)]
    [InlineData(SessionLimitBehavior.RefuseNew, SessionEventOutcome.Refused, 1, 1)]
    [InlineData(SessionLimitBehavior.AllowAndNotify, SessionEventOutcome.Noticed, 2, 0)]
    [Trait("Requirement", "LG-4")]
    public async Task A_sign_in_beyond_the_limit_is_counted_by_its_outcome(
        SessionLimitBehavior behavior, SessionEventOutcome outcome, int active, int refused)
    {
        await using SessionHost host = await StartAsync(options => (options.MaxSessionsPerUser, options.SessionLimit) = (1, behavior));
        using MeterRecorder meters = Record(host);
        foreach (int _ in (int[])[1, 2])
            await host.NewBrowser().GetAsync("/sign-in/alice");

        Assert.Equal(outcome, Assert.Single(host.Events.Of(SessionEventType.LimitExceeded)).Outcome);
        Assert.Equal((active, refused), (meters.Sum(Active), meters.Sum(SignIns, ("outcome", "refused"))));
    }

    [Fact]
    public async Task Of_many_sign_ins_at_once_each_counts_as_a_session_or_as_refused()
    {
        await using SessionHost host = await StartAsync(static options => options.MaxSessionsPerUser = 5);
        using MeterRecorder meters = Record(host);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => host.NewBrowser().GetAsync("/sign-in/alice"))));

        Assert.Equal((5, 45), (meters.Sum(Active), meters.Sum(Ended, ("reason", "limit"))));
        Assert.Equal(50, meters.Sum(SignIns, ("outcome", "success")) + meters.Sum(SignIns, ("outcome", "refused")));
    }

    [Fact]
    [Trait("Requirement", "LG-4")]
    public async Task A_sign_in_that_fails_at_the_store_is_reported_and_counted()
    {
        await using SessionHost host = await StartAsync();
        using MeterRecorder meters = Record(host);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Reserve);

        await browser.GetAsync("/sign-in/alice");

        SecureSessionEvent told = Assert.Single(host.Events.Of(SessionEventType.CommitFailed));
        Assert.Equal(("sign_in", "alice", SessionEventOutcome.Failure), (told.Detail, told.UserId, told.Outcome));
        Assert.Equal(
            (1, 0, 0), (meters.Sum(SignIns, ("outcome", "failure")), meters.Sum(SignIns, ("outcome", "success")), meters.Sum(Active)));
    }

    private static Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) => SessionHost.StartAsync(
        static app =>
        {
            SmallApp.Map(app);
            app.MapGet("/sign-in-throw", static async (HttpContext context) =>
            {
                await context.SignInAsync(SmallApp.PrincipalOf("alice"));
                throw new InvalidOperationException("after the sign-in");
            });
            app.MapGet("/sign-in-end-throw", static async (HttpContext context) =>
            {
                await context.SignInAsync(SmallApp.PrincipalOf("alice"));
                FaultyStore store = context.RequestServices.GetRequiredService<FaultyStore>();
                Assert.True(SessionId.TryParse(context.Session.Id, out SessionId id));
                await store.Inner.EndAsync(id, SessionEndReason.Revoked, null, default);
                throw new InvalidOperationException("after the end");
            });
        },
        configure);

    private static MeterRecorder Record(SessionHost host) => new(host.Services.GetRequiredService<IMeterFactory>());

    /// <summary>Ends the session of the browser in the way that has this reason; returns how many live then.</summary>
    private static async Task<int> EndAsync(SessionHost host, Browser browser, SessionEndReason reason)
    {
        switch (reason)
        {
            case SessionEndReason.SignedOut:
                await browser.GetAsync("/sign-out");
                return 0;
            case SessionEndReason.Revoked:
                await host.Services.GetRequiredService<ISecureSessionManager>().EndAllAsync("alice");
                return 0;
            case SessionEndReason.Replaced:
                await browser.GetAsync("/sign-in/alice");
                return 1;
            case SessionEndReason.IdleTimeout or SessionEndReason.AbsoluteTimeout:
                host.Clock.Advance(
                    reason == SessionEndReason.IdleTimeout ? SecureSessionDefaults.IdleTimeout : SecureSessionDefaults.AbsoluteTimeout);
                await browser.GetAsync("/who");
                return 0;
            case SessionEndReason.SecretReused:
                using (Browser thief = browser.Copy())
                {
                    await browser.GetAsync("/regenerate");
                    host.Clock.Advance(SecureSessionDefaults.LagWindow);
                    await thief.GetAsync("/who");
                }

                return 0;
            case SessionEndReason.Undecryptable:
                host.Store.Damage = Damaged;
                await browser.GetAsync("/who");
                return 0;
            case SessionEndReason.Undelivered:
                await Assert.ThrowsAsync<InvalidOperationException>(() => browser.GetAsync("/sign-in-throw"));
                return 0;
            case SessionEndReason.Limit:
                using (Browser other = host.NewBrowser())
                    await other.GetAsync("/sign-in/alice");
                return 1;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static FindResult Damaged(FindResult found)
    {
        byte[] payload = found.Record!.Payload.ToArray();
        payload[^1] ^= 1;
        return FindResult.Found(found.Status, found.Record with { Payload = payload }, found.Now);
    }
}
