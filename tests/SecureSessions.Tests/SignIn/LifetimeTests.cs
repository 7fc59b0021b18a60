using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed class LifetimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Script _script = new();

    [Fact]
    [Trait("Requirement", "CK-6")]
    public async Task A_cookie_does_not_outlive_the_browser_unless_asked_to()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        Assert.Null((await SignInAsync(browser)).MaxAge);
    }

    [Theory]
    [InlineData(8, "28800")]
    [InlineData(30 * 24, "2592000")]
    [InlineData(1000 * 24, "34560000")]
    [Trait("Requirement", "CK-6")]
    public async Task A_persistent_cookie_lasts_until_the_absolute_deadline_and_400_days_at_most(int hours, string maxAge)
    {
        await using SessionHost host = await StartAsync(options =>
        {
            options.RememberedIdleTimeout = options.IdleTimeout;
            options.RememberedAbsoluteTimeout = TimeSpan.FromHours(hours);
        });
        using Browser browser = host.NewBrowser();

        Assert.Equal(maxAge, (await SignInAsync(browser, new AuthenticationProperties { IsPersistent = true })).MaxAge);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Trait("Requirement", "CK-6")]
    public async Task Renewal_and_regeneration_send_the_remaining_Max_Age(bool renew, bool regenerate)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, new AuthenticationProperties { IsPersistent = true });
        host.Clock.Advance(TimeSpan.FromMinutes(renew ? 15 : 5));

        Page page = await _script.RunAsync(browser, context => { if (regenerate) context.GetSecureSession().Regenerate(); });

        Assert.Equal(renew ? "2591100" : "2591700", ParsedCookie.Parse(Assert.Single(page.SetCookies)).MaxAge);
    }

    [Fact]
    [Trait("Requirement", "CK-6")]
    [Trait("Requirement", "CK-7")]
    public async Task The_store_and_not_Max_Age_ends_a_session()
    {
        await using SessionHost host = await StartAsync(
            static options => options.RememberedIdleTimeout = SecureSessionDefaults.RememberedAbsoluteTimeout);
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, new AuthenticationProperties { IsPersistent = true });

        host.Clock.Leap(SecureSessionDefaults.RememberedAbsoluteTimeout);

        Assert.NotNull(browser.Token);
        Assert.Null(await UserAsync(browser));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task An_expiry_asked_for_at_sign_in_is_the_absolute_deadline(int hours)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await SignInAsync(browser, new AuthenticationProperties { ExpiresUtc = host.Clock.GetUtcNow().AddHours(hours) });

        Assert.Equal(host.Clock.GetUtcNow().AddHours(hours), await AbsoluteDeadlineAsync(browser));
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task An_expiry_beyond_the_absolute_timeout_is_refused_with_a_message_that_says_how_to_mend_it()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        string message = await RefusalAsync(browser, new AuthenticationProperties { ExpiresUtc = host.Clock.GetUtcNow().AddDays(30) });

        Assert.Equal(
            "AuthenticationProperties.ExpiresUtc asks for 30.00:00:00, but the absolute timeout is 08:00:00. Lengthen "
            + "SessionLifetimeContext.AbsoluteTimeout for such a sign-in in SecureSessionOptions.LifetimePolicy, which sees these "
            + "properties, or leave ExpiresUtc out.",
            message);
        Assert.Empty(host.Store.Calls);
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task The_expiry_of_an_earlier_ticket_or_of_a_token_does_not_lengthen_and_is_not_refused()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await SignInAsync(
            browser, new AuthenticationProperties { IssuedUtc = host.Clock.GetUtcNow(), ExpiresUtc = host.Clock.GetUtcNow().AddDays(30) });

        Assert.Equal(host.Clock.GetUtcNow() + SecureSessionDefaults.AbsoluteTimeout, await AbsoluteDeadlineAsync(browser));
    }

    [Fact]
    public async Task An_expiry_in_the_past_is_refused_with_both_times()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        string message = await RefusalAsync(browser, new AuthenticationProperties { ExpiresUtc = host.Clock.GetUtcNow().AddMinutes(-1) });

        Assert.Equal(
            "AuthenticationProperties.ExpiresUtc is 2025-12-31 23:59:00Z, which has passed: it is 2026-01-01 00:00:00Z. "
                + "Set a time in the future, or leave it out.",
            message);
        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData(10, 10)]
    [InlineData(60, 60)]
    [Trait("Requirement", "TO-1")]
    public async Task Without_refresh_no_activity_moves_the_end(int? askedMinutes, int minutes)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        DateTimeOffset signedIn = host.Clock.GetUtcNow();
        DateTimeOffset? end = askedMinutes is { } asked ? signedIn.AddMinutes(asked) : null;
        await SignInAsync(browser, new AuthenticationProperties { AllowRefresh = false, ExpiresUtc = end });

        for (int minute = 5; minute < minutes; minute += 5)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(signedIn.AddMinutes(minutes), await _script.AskAsync(browser, context => context.GetSecureSession().ExpiresAt));
        }

        host.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(await UserAsync(browser));
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task A_policy_gives_those_who_ask_to_be_remembered_other_deadlines()
    {
        await using SessionHost host = await StartAsync(static options => options.LifetimePolicy = RememberAsync);
        using Browser remembered = host.NewBrowser();
        using Browser other = host.NewBrowser();
        await SignInAsync(remembered, new AuthenticationProperties { IsPersistent = true });
        await SignInAsync(other);

        host.Clock.Leap(TimeSpan.FromDays(13));

        Assert.Equal("alice", await UserAsync(remembered));
        Assert.Null(await UserAsync(other));
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task A_policy_may_allow_the_expiry_that_a_sign_in_asks_for()
    {
        await using SessionHost host = await StartAsync(static options => options.LifetimePolicy = static sign =>
        {
            sign.AbsoluteTimeout = TimeSpan.FromDays(60);
            return ValueTask.CompletedTask;
        });
        using Browser browser = host.NewBrowser();
        DateTimeOffset asked = host.Clock.GetUtcNow().AddDays(30);

        await SignInAsync(browser, new AuthenticationProperties { ExpiresUtc = asked });

        Assert.Equal(asked, await AbsoluteDeadlineAsync(browser));
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task A_policy_that_lengthens_the_idle_timeout_beyond_the_absolute_one_is_refused()
    {
        await using SessionHost host = await StartAsync(static options => options.LifetimePolicy = static sign =>
        {
            sign.IdleTimeout = TimeSpan.FromDays(14);
            return ValueTask.CompletedTask;
        });
        using Browser browser = host.NewBrowser();

        string message = await RefusalAsync(browser, properties: null);

        Assert.Equal(
            "SecureSessionOptions.LifetimePolicy asks for an idle timeout of 14.00:00:00, but the absolute timeout is 08:00:00: the "
            + "session would not live that long. Lengthen AbsoluteTimeout as well, or set IdleTimeout to TimeSpan.MaxValue for a "
            + "session without an idle deadline.",
            message);
    }

    [Theory]
    [InlineData("alice", 15, 12 * 60)]
    [InlineData("bob", 5, 30)]
    [InlineData("carol", 20, 8 * 60)]
    [Trait("Requirement", "TO-6")]
    public async Task A_policy_decides_per_user(string user, int idleMinutes, int absoluteMinutes)
    {
        await using SessionHost host = await StartAsync(static options => options.LifetimePolicy = DecideAsync);
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Create(user)));

        (DateTimeOffset?, DateTimeOffset?) deadlines = await _script.AskAsync(
            browser, context => (context.GetSecureSession().ExpiresAt, context.GetSecureSession().AbsoluteExpiresAt));

        DateTimeOffset now = host.Clock.GetUtcNow();
        Assert.Equal((now.AddMinutes(idleMinutes), now.AddMinutes(absoluteMinutes)), deadlines);
    }

    public static TheoryData<TimeSpan, TimeSpan> ImpossibleLifetimes => new()
    {
        { TimeSpan.Zero, TimeSpan.FromHours(1) },
        { TimeSpan.FromHours(1), TimeSpan.Zero },
        { Timeout.InfiniteTimeSpan, TimeSpan.FromHours(1) },
        { TimeSpan.FromHours(1), TimeSpan.MaxValue },
    };

    [Theory]
    [MemberData(nameof(ImpossibleLifetimes))]
    [Trait("Requirement", "TO-6")]
    public async Task A_policy_that_asks_for_the_impossible_is_refused_before_anything_happens(TimeSpan idle, TimeSpan absolute)
    {
        await using SessionHost host = await StartAsync(options => options.LifetimePolicy = sign =>
        {
            (sign.IdleTimeout, sign.AbsoluteTimeout) = (idle, absolute);
            return ValueTask.CompletedTask;
        });
        using Browser browser = host.NewBrowser();

        InvalidOperationException error = await _script.AskAsync(
            browser, context => Assert.ThrowsAsync<InvalidOperationException>(() => context.SignInAsync(TestUsers.Alice)));

        Assert.Contains("LifetimePolicy", error.Message, StringComparison.Ordinal);
        Assert.Empty(host.Store.Calls);
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task A_policy_may_switch_the_idle_deadline_off_by_the_longest_time_there_is()
    {
        await using SessionHost host = await StartAsync(static options =>
            options.LifetimePolicy = static sign => { sign.IdleTimeout = TimeSpan.MaxValue; return ValueTask.CompletedTask; });
        using Browser browser = host.NewBrowser();

        await SignInAsync(browser);

        Assert.Equal(
            host.Clock.GetUtcNow() + SecureSessionDefaults.AbsoluteTimeout,
            await _script.AskAsync(browser, context => context.GetSecureSession().ExpiresAt));
    }

    public static TheoryData<SecureSessionPreset, TimeSpan, TimeSpan> Presets => new()
    {
        { SecureSessionPreset.Aal1, TimeSpan.FromDays(30), TimeSpan.FromDays(30) },
        { SecureSessionPreset.Aal2, TimeSpan.FromHours(1), TimeSpan.FromHours(24) },
        { SecureSessionPreset.Aal3, TimeSpan.FromMinutes(15), TimeSpan.FromHours(12) },
        { SecureSessionPreset.HighValue, TimeSpan.FromMinutes(5), TimeSpan.FromHours(4) },
        { SecureSessionPreset.PciDss, TimeSpan.FromMinutes(15), TimeSpan.FromHours(8) },
    };

    [Theory]
    [MemberData(nameof(Presets))]
    [Trait("Requirement", "TO-6")]
    public async Task A_preset_carries_its_standards_numbers(SecureSessionPreset preset, TimeSpan idle, TimeSpan absolute)
    {
        await using SessionHost host = await StartAsync(options => options.Apply(preset));
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser);
        (DateTimeOffset?, DateTimeOffset?) deadlines = await _script.AskAsync(
            browser, context => (context.GetSecureSession().ExpiresAt, context.GetSecureSession().AbsoluteExpiresAt));

        DateTimeOffset now = host.Clock.GetUtcNow();
        Assert.Equal((now + idle, now + absolute), deadlines);
    }

    [Fact]
    [Trait("Requirement", "TO-4")]
    public async Task Signing_in_again_resets_both_deadlines()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await SignInAsync(browser);
        (DateTimeOffset?, DateTimeOffset?) deadlines = await _script.AskAsync(
            browser, context => (context.GetSecureSession().ExpiresAt, context.GetSecureSession().AbsoluteExpiresAt));

        DateTimeOffset now = host.Clock.GetUtcNow();
        Assert.Equal((now + SecureSessionDefaults.IdleTimeout, now + SecureSessionDefaults.AbsoluteTimeout), deadlines);
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task Refreshing_a_sign_in_with_its_own_properties_leaves_the_absolute_deadline()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser);
        DateTimeOffset deadline = host.Clock.GetUtcNow() + SecureSessionDefaults.AbsoluteTimeout;
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await _script.RunAsync(browser, async context =>
        {
            AuthenticateResult current = await context.AuthenticateAsync();
            await context.SignInAsync(TestUsers.Create("alice", "editor"), current.Properties);
        });

        Assert.Equal(deadline, await _script.AskAsync(browser, context => context.GetSecureSession().AbsoluteExpiresAt));
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task An_anonymous_session_may_have_a_shorter_idle_deadline()
    {
        await using SessionHost host = await StartAsync(static options => options.AnonymousIdleTimeout = TimeSpan.FromMinutes(2));
        using Browser visitor = host.NewBrowser();
        using Browser user = host.NewBrowser();
        await _script.RunAsync(visitor, context => context.Session.SetString("a", "1"));
        await SignInAsync(user);

        host.Clock.Advance(TimeSpan.FromMinutes(2) - Second);
        Assert.Equal("1", await _script.AskAsync(visitor, context => context.Session.GetString("a")));
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await _script.AskAsync(visitor, context => context.Session.GetString("a")));
        Assert.Equal("alice", await UserAsync(user));
    }

    private static ValueTask DecideAsync(SessionLifetimeContext sign)
    {
        if (sign.UserId == "alice")
            sign.Apply(SecureSessionPreset.Aal3);
        else if (sign.Principal.Identity?.Name == "bob")
            (sign.IdleTimeout, sign.AbsoluteTimeout) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30));
        return ValueTask.CompletedTask;
    }

    private static ValueTask RememberAsync(SessionLifetimeContext sign)
    {
        if (sign.Properties.IsPersistent)
            (sign.IdleTimeout, sign.AbsoluteTimeout) = (TimeSpan.FromDays(14), TimeSpan.FromDays(30));
        return ValueTask.CompletedTask;
    }

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) =>
        SessionHost.StartAsync(app => _script.Map(app), configure);

    private async Task<ParsedCookie> SignInAsync(Browser browser, AuthenticationProperties? properties = null)
    {
        Page page = await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice, properties));
        return ParsedCookie.Parse(Assert.Single(page.SetCookies));
    }

    private async Task<string> RefusalAsync(Browser browser, AuthenticationProperties? properties)
    {
        InvalidOperationException error = await _script.AskAsync(
            browser, context => Assert.ThrowsAsync<InvalidOperationException>(() => context.SignInAsync(TestUsers.Alice, properties)));
        return error.Message;
    }

    private Task<DateTimeOffset?> AbsoluteDeadlineAsync(Browser browser) =>
        _script.AskAsync(browser, context => context.GetSecureSession().AbsoluteExpiresAt);

    private Task<string?> UserAsync(Browser browser) => _script.AskAsync(browser, context => context.User.Identity?.Name);
}
