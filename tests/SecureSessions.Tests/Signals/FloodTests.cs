using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

/// <summary>Very many events of a kind from one address are reported once, and the address can be throttled.</summary>
public sealed class FloodTests
{
    private const int Throttled = 429;

    [Fact]
    [Trait("Requirement", "ID-9")]
    public async Task A_thousand_unknown_tokens_of_one_address_raise_one_alert()
    {
        await using SignalHost signals = await SignalHost.StartAsync();
        using Browser bystander = signals.NewBrowser();
        bystander.Address = SignalHost.Train;

        await SendUnknownTokensAsync(signals.Browser, 1000);
        await SendUnknownTokensAsync(bystander, SecureSessionDefaults.MaxUnknownTokens);

        SecureSessionEvent told = Assert.Single(signals.Of(SessionEventType.FloodDetected));
        Assert.Equal(("unknown_tokens", SignalHost.Home), (told.Detail, told.Origin.Address));
        Assert.Single(signals.Host.Logs.Of("session_flood"));
    }

    [Fact]
    [Trait("Requirement", "ID-9")]
    public async Task After_an_alert_one_of_a_hundred_rejected_tokens_is_logged_and_one_line_counts_the_others()
    {
        await using SignalHost signals = await SignalHost.StartAsync();
        using var meters = new MeterRecorder(signals.Host.Services.GetRequiredService<IMeterFactory>());
        using Browser bystander = signals.NewBrowser();
        bystander.Address = SignalHost.Train;

        await SendUnknownTokensAsync(signals.Browser, 1000);
        await SendUnknownTokensAsync(bystander, 10);
        signals.Host.Clock.Advance(SecureSessionDefaults.FloodWindow);

        // 101 until the alert, 8 of the 899 after it, and 10 of another address.
        Assert.Equal(119, signals.Host.Logs.Of("session_token_rejected").Count);
        LogLine said = Assert.Single(signals.Host.Logs.Of("session_token_rejected_left_out"));
        Assert.StartsWith($"891 tokens that {SignalHost.Home} sent", said.Message, StringComparison.Ordinal);
        Assert.Equal(1010, meters.Sum("securesessions.tokens.rejected"));
        Assert.Equal(1010, signals.Of(SessionEventType.TokenRejected).Count);
    }

    [Fact]
    public async Task At_shutdown_the_log_says_how_many_lines_were_left_out()
    {
        SignalHost signals = await SignalHost.StartAsync();
        await SendUnknownTokensAsync(signals.Browser, SecureSessionDefaults.MaxUnknownTokens + 3);

        await signals.DisposeAsync();

        Assert.StartsWith(
            "2 tokens", Assert.Single(signals.Host.Logs.Of("session_token_rejected_left_out")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_sessions_and_sign_outs_are_counted_as_floods_too()
    {
        await using SignalHost signals = await SignalHost.StartAsync(
            static options => (options.Signals.MaxNewSessions, options.Signals.MaxSignOuts) = (5, 3));

        for (int i = 0; i < 10; i++)
        {
            signals.Browser.Token = null;
            await signals.GetAsync("/set/a/1");
            await signals.GetAsync("/sign-in/alice");
            await signals.GetAsync("/sign-out");
        }

        Assert.Equal(["sign_outs", "new_sessions"], signals.Of(SessionEventType.FloodDetected).Select(static e => e.Detail));
    }

    [Fact]
    public async Task A_throttled_address_gets_429_without_store_calls_and_others_are_served()
    {
        await using SessionHost host = await StartThrottlingAsync();
        using Browser attacker = NewBrowser(host, SignalHost.Abroad);
        using Browser user = NewBrowser(host, SignalHost.Home);
        await user.GetAsync("/sign-in/alice");
        await SendUnknownTokensAsync(attacker, SecureSessionDefaults.MaxUnknownTokens + 1);

        int[] statuses = await StatusesAsync(attacker, SecureSessionDefaults.FloodPermits + 20);
        host.Store.ForgetCalls();
        await SendUnknownTokensAsync(attacker, 5);

        Assert.Equal(20, statuses.Count(static status => status == Throttled));
        Assert.Empty(host.Store.Calls);
        Assert.All(await StatusesAsync(user, 200), static status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_throttle_is_over_some_time_after_the_flood()
    {
        await using SessionHost host = await StartThrottlingAsync(static options => options.Signals.FloodPermits = 1);
        using Browser attacker = NewBrowser(host, SignalHost.Abroad);
        await SendUnknownTokensAsync(attacker, SecureSessionDefaults.MaxUnknownTokens + 1);
        attacker.Token = null;
        Assert.Contains(Throttled, await StatusesAsync(attacker, 3));

        host.Clock.Advance(SecureSessionDefaults.FloodThrottle);

        Assert.DoesNotContain(Throttled, await StatusesAsync(attacker, 20));
    }

    [Fact]
    public async Task A_rate_limiter_policy_throttles_single_endpoints()
    {
        await using SessionHost host = await StartThrottlingAsync(static options => options.Signals.FloodPermits = 1, global: false);
        using Browser attacker = NewBrowser(host, SignalHost.Abroad);
        await SendUnknownTokensAsync(attacker, SecureSessionDefaults.MaxUnknownTokens + 1);

        Assert.DoesNotContain(Throttled, await StatusesAsync(attacker, 5));
        int[] statuses = await StatusesAsync(attacker, 2, "/costly");
        Assert.Equal([200, Throttled], statuses);
    }

    [Fact]
    public void Without_sessions_the_partitioner_says_what_is_missing()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => SecureSessionFloods.Partition(new DefaultHttpContext { RequestServices = services }));

        Assert.Contains("AddSecureSessions()", exception.Message, StringComparison.Ordinal);
    }

    private static Task<SessionHost> StartThrottlingAsync(Action<SecureSessionOptions>? configure = null, bool global = true) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Configure = configure,
            ConfigureServices = services => services.AddRateLimiter(limiter =>
            {
                limiter.RejectionStatusCode = Throttled;
                if (global)
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(SecureSessionFloods.Partition);
                else
                    limiter.AddPolicy("floods", SecureSessionFloods.Partition);
            }),
            Before = static app =>
            {
                ClaimedAddress.Believe(app);
                app.UseRateLimiter();
                app.UseAuthentication();
            },
            Map = static app =>
            {
                SmallApp.Map(app);
                app.MapGet("/costly", static () => "costly").RequireRateLimiting("floods");
            },
        });

    private static Browser NewBrowser(SessionHost host, string address)
    {
        Browser browser = host.NewBrowser();
        browser.Address = address;
        return browser;
    }

    private static async Task SendUnknownTokensAsync(Browser browser, int count)
    {
        for (int i = 0; i < count; i++)
        {
            browser.Token = SessionToken.Create().ToCookieValue();
            await browser.GetAsync("/plain");
        }
    }

    private static async Task<int[]> StatusesAsync(Browser browser, int count, string path = "/plain")
    {
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
            statuses[i] = (int)(await browser.GetAsync(path)).Status;
        return statuses;
    }
}
