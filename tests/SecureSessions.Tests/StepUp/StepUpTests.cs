using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.StepUp;

/// <summary>A step-up: the user authenticates again within the session, which counts for a while and for nothing else.</summary>
public sealed class StepUpTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;
    private DateTimeOffset _start;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app));
        _browser = _host.NewBrowser();
        _start = _host.Clock.GetUtcNow();
        await _script.RunAsync(_browser, context => { context.Session.SetString("basket", "3"); return SignInAsync(context); });
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "SU-1")]
    public async Task A_step_up_is_seen_at_once_and_by_the_next_request()
    {
        _host.Clock.Advance(Minute);

        SessionAuthentication? now = await _script.AskAsync(
            _browser, context => { StepUp(context); return context.GetSecureSession().Authentication; });

        Assert.Equal((_start + Minute, "otp", "aal2"), FactsOf(now));
        Assert.Equal((_start + Minute, "otp", "aal2"), await FactsAsync());
    }

    [Fact]
    [Trait("Requirement", "SU-6")]
    public async Task A_step_up_changes_the_secret_and_the_old_cookie_is_dead_at_once()
    {
        using Browser thief = _browser.Copy();
        string id = await _script.AskAsync(_browser, context => { StepUp(context); return context.Session.Id; });

        Assert.NotEqual(thief.Token, _browser.Token);
        Assert.Equal(
            (id, "alice", "3"),
            await _script.AskAsync(
                _browser, context => (context.Session.Id, context.GetSecureSession().UserId, context.Session.GetString("basket"))));
        Assert.Null(await _script.AskAsync(thief, context => context.GetSecureSession().UserId));
    }

    [Fact]
    [Trait("Requirement", "SU-6")]
    public async Task The_users_other_sessions_are_what_they_were()
    {
        using Browser other = _host.NewBrowser();
        await _script.RunAsync(other, SignInAsync);
        string? token = other.Token;

        await _script.RunAsync(_browser, StepUp);

        Assert.Equal("aal1", (await _script.AskAsync(other, context => context.GetSecureSession().Authentication))?.Level);
        Assert.Equal(token, other.Token);
    }

    [Fact]
    [Trait("Requirement", "SU-6")]
    public async Task A_step_up_lapses_by_itself()
    {
        await _script.RunAsync(_browser, StepUp);
        _host.Clock.Advance(SecureSessionDefaults.StepUpLifetime - TimeSpan.FromSeconds(1));
        Assert.Equal("aal2", (await FactsAsync()).Level);

        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((_start, "pwd", "aal1"), await FactsAsync());
    }

    [Theory]
    [InlineData(30, 29, "aal2")]
    [InlineData(30, 30, "aal1")]
    [InlineData(900, 899, "aal2")]
    public async Task A_step_up_may_name_its_own_lifetime(int validFor, int age, string level)
    {
        await _script.RunAsync(_browser, context => context.GetSecureSession().StepUp(["otp"], "aal2", TimeSpan.FromSeconds(validFor)));
        _host.Clock.Advance(TimeSpan.FromSeconds(age));

        Assert.Equal(level, (await FactsAsync()).Level);
    }

    [Fact]
    public async Task A_step_up_lapses_while_a_request_runs()
    {
        await _script.RunAsync(_browser, StepUp);

        (string?, string?) levels = await _script.AskAsync(_browser, context =>
        {
            string? before = context.GetSecureSession().Authentication?.Level;
            _host.Clock.Advance(SecureSessionDefaults.StepUpLifetime);
            return (before, context.GetSecureSession().Authentication?.Level);
        });

        Assert.Equal(("aal2", "aal1"), levels);
    }

    [Fact]
    [Trait("Requirement", "TO-4")]
    public async Task A_step_up_moves_no_deadline()
    {
        _host.Clock.Advance(Minute);
        await _script.RunAsync(_browser, context => context.GetSecureSession().StepUp(["otp"], "aal2", TimeSpan.MaxValue));
        _host.Clock.Advance(Minute);

        (DateTimeOffset?, DateTimeOffset?) times = await _script.AskAsync(
            _browser, context => (context.GetSecureSession().CreatedAt, context.GetSecureSession().AbsoluteExpiresAt));

        Assert.Equal((_start, _start + SecureSessionDefaults.AbsoluteTimeout), times);
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task A_step_up_is_reported_with_its_level()
    {
        await _script.RunAsync(_browser, StepUp);

        SecureSessionEvent told = Assert.Single(_host.Events.Of(SessionEventType.SteppedUp));
        Assert.Equal(("alice", "aal2"), (told.UserId, told.Detail));
        Assert.Single(_host.Events.Of(SessionEventType.Regenerated));
        Assert.Contains("aal2", Assert.Single(_host.Logs.Of("session_step_up")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_sessions_shows_a_step_up()
    {
        await _script.RunAsync(_browser, StepUp);

        Assert.True(SessionToken.TryParse(_browser.Token, out SessionToken token));
        SessionSummary listed = (await _host.Store.Inner.PeekAsync(token.Id, CancellationToken.None))!;
        Assert.Equal("aal2", SessionLabel.Read(listed.Label).Authentication?.Level);
    }

    [Fact]
    public async Task A_step_up_survives_a_later_write_and_a_renewal()
    {
        await _script.RunAsync(_browser, context => context.GetSecureSession().StepUp(["otp"], "aal2", TimeSpan.FromHours(1)));
        await _script.RunAsync(_browser, context => context.Session.SetString("a", "1"));
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        Assert.Equal("aal2", (await FactsAsync()).Level);
        Assert.Single(_host.Events.Of(SessionEventType.Renewed));
        Assert.Equal("aal2", (await FactsAsync()).Level);
    }

    [Fact]
    [Trait("Requirement", "SU-1")]
    public async Task A_level_without_an_authentication_is_refused()
    {
        ArgumentException error = await _script.AskAsync(
            _browser, context => Assert.Throws<ArgumentException>(() => context.GetSecureSession().StepUp([], "aal3")));

        Assert.Contains("at least one method", error.Message, StringComparison.Ordinal);
        Assert.Equal((_start, "pwd", "aal1"), await FactsAsync());
        Assert.Empty(_host.Events.Of(SessionEventType.Regenerated));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public Task A_step_up_without_a_lifetime_is_refused(int seconds) =>
        _script.RunAsync(_browser, context => Assert.Throws<ArgumentOutOfRangeException>(
        () => context.GetSecureSession().StepUp(["otp"], "aal2", TimeSpan.FromSeconds(seconds))));

    [Fact]
    public async Task A_step_up_is_refused_when_nobody_is_signed_in()
    {
        using Browser visitor = _host.NewBrowser();
        Action<HttpContext>[] deeds = [static _ => { }, static context => context.Session.SetString("a", "1"), static _ => { }];
        foreach (Action<HttpContext> before in deeds)
        {
            InvalidOperationException error = await _script.AskAsync(
                visitor, context => { before(context); return Assert.Throws<InvalidOperationException>(() => StepUp(context)); });
            Assert.StartsWith("Nobody is signed in", error.Message, StringComparison.Ordinal);
        }

        await _script.RunAsync(
            _browser, context => { context.GetSecureSession().End(); Assert.Throws<InvalidOperationException>(() => StepUp(context)); });
    }

    [Fact]
    public async Task A_step_up_of_a_handler_that_throws_is_not_stored()
    {
        string? token = _browser.Token;
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _script.RunAsync(_browser, context => { StepUp(context); throw new InvalidOperationException("later"); }));

        Assert.Equal((_start, "pwd", "aal1"), await FactsAsync());
        Assert.Equal(token, _browser.Token);
    }

    [Fact]
    public async Task A_step_up_is_refused_when_the_response_has_started()
    {
        await _script.RunAsync(_browser, async context =>
        {
            await context.Response.WriteAsync("started");
            Assert.Throws<InvalidOperationException>(() => StepUp(context));
        });

        Assert.Equal("aal1", (await FactsAsync()).Level);
    }

    [Fact]
    public async Task A_step_up_that_does_not_fit_is_refused_before_anything_is_stored()
    {
        string large = new('x', SecureSessionDefaults.MaxPayloadBytes - 2000);
        await _script.RunAsync(_browser, context => context.Session.SetString("large", large));
        await _script.RunAsync(_browser, context => Assert.Throws<SessionPayloadTooLargeException>(() =>
        {
            for (int i = 0; i < 4; i++)
                context.Session.SetString($"k{i}", new string('y', 400 - (i * 10)));
            context.GetSecureSession().StepUp(["otp"], new string('l', 700));
        }));

        Assert.Equal("aal1", (await FactsAsync()).Level);
    }

    [Fact]
    public async Task A_store_that_fails_answers_503_and_nothing_is_stepped_up()
    {
        _host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Replace);
        Page page = await _script.RunAsync(_browser, StepUp);
        _host.Store.Heal();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0), (page.Status, page.SetCookies.Count));
        Assert.Equal("aal1", (await FactsAsync()).Level);
        Assert.Empty(_host.Events.Of(SessionEventType.SteppedUp));
    }

    private static void StepUp(HttpContext context) => context.GetSecureSession().StepUp(["otp"], "aal2");

    private static Task SignInAsync(HttpContext context)
    {
        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(["pwd"], "aal1");
        return context.SignInAsync(TestUsers.Alice, properties);
    }

    private static (DateTimeOffset At, string Methods, string? Level) FactsOf(SessionAuthentication? authentication) =>
        (authentication!.At, string.Join(' ', authentication.Methods), authentication.Level);

    private async Task<(DateTimeOffset At, string Methods, string? Level)> FactsAsync() =>
        FactsOf(await _script.AskAsync(_browser, static context => context.GetSecureSession().Authentication));
}
