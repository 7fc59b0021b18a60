using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Signals;
using Xunit;

namespace SecureSessions.Tests.StepUp;

/// <summary>An endpoint that requires a fresh authentication admits no user whose authentication is too old or too weak.</summary>
public sealed class FreshAuthenticationTests : IAsyncLifetime
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private SessionHost _host = null!;
    private Browser _browser = null!;

    public static TheoryData<string> GuardsOfAge =>
        ["/email", "/group/email", "/policy/email", "/named/email", "/attribute/email", "/controller/email", "/api/email"];

    public static TheoryData<string> GuardsOfLevel => ["/keys", "/pay", "/controller/keys", "/api/keys", "/api/pay"];

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(GuardedApp.Settings());
        _browser = _host.NewBrowser();
        await GuardedApp.SignInAsync(_browser);
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(GuardsOfAge))]
    [Trait("Requirement", "SU-2")]
    [Trait("Requirement", "SU-3")]
    public async Task An_authentication_counts_for_so_many_seconds_and_not_for_one_more(string path)
    {
        _host.Clock.Advance(FiveMinutes);
        Assert.Equal("ok", (await _browser.GetAsync(path)).Body);

        _host.Clock.Advance(Second);

        Assert.NotEqual("ok", (await _browser.GetAsync(path)).Body);
    }

    [Theory]
    [MemberData(nameof(GuardsOfAge))]
    [Trait("Requirement", "SU-3")]
    public async Task A_user_who_authenticates_again_is_admitted(string path)
    {
        _host.Clock.Advance(FiveMinutes + Second);

        await GuardedApp.StepUpAsync(_browser);

        Assert.Equal("ok", (await _browser.GetAsync(path)).Body);
    }

    [Theory]
    [MemberData(nameof(GuardsOfLevel))]
    [Trait("Requirement", "SU-2")]
    [Trait("Requirement", "SU-6")]
    public async Task A_level_is_reached_by_a_step_up_and_lost_again_when_it_lapses(string path)
    {
        Assert.NotEqual("ok", (await _browser.GetAsync(path)).Body);
        await GuardedApp.StepUpAsync(_browser);
        Assert.Equal("ok", (await _browser.GetAsync(path)).Body);

        _host.Clock.Advance(SecureSessionDefaults.StepUpLifetime);

        Assert.NotEqual("ok", (await _browser.GetAsync(path)).Body);
    }

    [Theory]
    [InlineData("aal3", true)]
    [InlineData("aal1", false)]
    [InlineData("other", false)]
    [Trait("Requirement", "SU-2")]
    public async Task A_higher_level_meets_the_requirement_and_a_lower_or_unknown_one_does_not(string level, bool does)
    {
        await GuardedApp.StepUpAsync(_browser, level);

        Assert.Equal(does, (await _browser.GetAsync("/keys")).Body == "ok");
    }

    [Fact]
    public async Task A_weaker_step_up_takes_nothing_away()
    {
        await GuardedApp.StepUpAsync(_browser, level: "");

        Assert.Equal("ok", (await _browser.GetAsync("/account")).Body);
    }

    [Fact]
    [Trait("Requirement", "SU-2")]
    public async Task Age_and_level_must_be_those_of_one_authentication()
    {
        await GuardedApp.StepUpAsync(_browser);
        _host.Clock.Advance(FiveMinutes + Second);

        Assert.Equal("ok", (await _browser.GetAsync("/keys")).Body);
        Assert.NotEqual("ok", (await _browser.GetAsync("/pay")).Body);
    }

    [Fact]
    public async Task After_a_signal_no_authentication_is_fresh_until_the_user_authenticates_again()
    {
        await GuardedApp.StepUpAsync(_browser);
        await StepUpDemand.RaiseAsync(_host, _browser);
        Assert.NotEqual("ok", (await _browser.GetAsync("/keys")).Body);
        Assert.NotEqual("ok", (await _browser.GetAsync("/email")).Body);

        await GuardedApp.StepUpAsync(_browser);

        Assert.Equal("ok", (await _browser.GetAsync("/pay")).Body);
    }

    [Fact]
    [Trait("Requirement", "SU-2")]
    public async Task The_age_of_an_authentication_counts_by_the_clock_of_the_session()
    {
        _host.Clock.JumpWallClock(-TimeSpan.FromHours(1));
        _host.Clock.Advance(FiveMinutes + Second);

        Assert.NotEqual("ok", (await _browser.GetAsync("/email")).Body);
    }

    [Fact]
    [Trait("Requirement", "SU-2")]
    public async Task A_guard_costs_no_call_to_the_store()
    {
        _host.Store.ForgetCalls();

        Assert.Equal("ok", (await _browser.GetAsync("/email")).Body);

        Assert.Equal([StoreOperation.Find], _host.Store.Calls);
    }

    [Fact]
    public async Task An_anonymous_user_is_admitted_where_AllowAnonymous_stands()
    {
        using Browser visitor = _host.NewBrowser();

        Assert.Equal("ok", (await visitor.GetAsync("/open")).Body);
    }

    [Theory]
    [InlineData("context", "ok", "FreshAuthenticationRequirement: the user must have authenticated within the last 300 seconds.")]
    [InlineData(
        "none",
        "There is no session to check: pass the HttpContext as the resource, or call builder.Services.AddHttpContextAccessor().",
        null)]
    [InlineData("bob", "FreshAuthenticationRequirement: the user must have authenticated within the last 300 seconds.", null)]
    public async Task A_check_by_hand_gives_a_result_with_its_reason(string resource, string fresh, string? stale)
    {
        Assert.Equal((HttpStatusCode.OK, fresh), await ByHandAsync(resource));
        _host.Clock.Advance(FiveMinutes + Second);
        Assert.Equal((HttpStatusCode.OK, stale ?? fresh), await ByHandAsync(resource));
    }

    [Fact]
    public async Task A_check_by_hand_finds_the_request_by_the_accessor_of_the_app()
    {
        await using SessionHost host = await SessionHost.StartAsync(
            GuardedApp.Settings(static services => services.AddHttpContextAccessor()));
        using Browser browser = host.NewBrowser();
        await GuardedApp.SignInAsync(browser);

        Assert.Equal("ok", (await browser.GetAsync("/by-hand?resource=none&forbid=false")).Body);
    }

    [Fact]
    public async Task A_refusal_after_a_check_by_hand_is_the_apps_own()
    {
        _host.Clock.Advance(FiveMinutes + Second);

        Page page = await _browser.GetAsync("/by-hand?resource=context&forbid=true");

        Assert.StartsWith("https://localhost/denied?", page.Header("Location"), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode, string)> ByHandAsync(string resource)
    {
        Page page = await _browser.GetAsync($"/by-hand?resource={resource}&forbid=false");
        return (page.Status, page.Body);
    }
}
