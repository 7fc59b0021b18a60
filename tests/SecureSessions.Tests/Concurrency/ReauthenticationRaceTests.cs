using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Signals;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>An administrator demands a new authentication while requests of the user run.</summary>
[Trait("Requirement", "RG-1")]
public sealed class ReauthenticationRaceTests : IAsyncLifetime
{
    private readonly RoleBook _book = new();
    private readonly Script _script = new();
    private readonly Hold _hold = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_up_of_a_request_that_began_before_does_not_count_whenever_it_is_written(bool refreshedFirst)
    {
        Task<Page> steppingUp = _script.RunAsync(_browser, StepUpAndWaitAsync);
        await _hold.Reached;
        await DemandAsync();
        if (refreshedFirst)
            await _browser.GetAsync("/role");

        _hold.Release();

        Assert.Equal(HttpStatusCode.OK, (await steppingUp).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedAsync());
        await _browser.GetAsync("/step-up");
        Assert.Equal(HttpStatusCode.OK, await GuardedAsync());
    }

    [Fact]
    public async Task A_step_up_that_answers_one_demand_does_not_answer_the_next()
    {
        await DemandAsync();
        await _browser.GetAsync("/role");
        Task<Page> steppingUp = _script.RunAsync(_browser, StepUpAndWaitAsync);
        await _hold.Reached;
        await DemandAsync();
        await _browser.GetAsync("/role");

        _hold.Release();

        Assert.Equal(HttpStatusCode.OK, (await steppingUp).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedAsync());
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_step_up_of_a_request_that_began_before_a_signal_of_trouble_does_not_answer_it()
    {
        Task<Page> steppingUp = _script.RunAsync(_browser, StepUpAndWaitAsync);
        await _hold.Reached;
        await StepUpDemand.RaiseAsync(_host, _browser);

        _hold.Release();

        Assert.Equal(HttpStatusCode.OK, (await steppingUp).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedAsync());
    }

    [Fact]
    public async Task A_step_up_that_a_plain_writer_overtakes_counts()
    {
        await DemandAsync();
        await _browser.GetAsync("/role");
        Task<Page> steppingUp = _script.RunAsync(_browser, StepUpAndWaitAsync);
        await _hold.Reached;
        await _browser.GetAsync("/set/a/1");

        _hold.Release();

        Assert.Equal(HttpStatusCode.OK, (await steppingUp).Status);
        Assert.Equal(HttpStatusCode.OK, await GuardedAsync());
    }

    [Fact]
    public async Task Of_parallel_requests_none_passes_a_guard()
    {
        await DemandAsync();
        _host.Store.Before = static async _ => await Task.Yield();

        Page[] pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _browser.GetAsync(i % 2 == 0 ? "/recent" : $"/set/k{i}/1")));

        Assert.Equal(
            Enumerable.Range(0, 20).Select(static i => i % 2 == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK),
            pages.Select(static page => page.Status));
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedAsync());
    }

    [Fact]
    [Trait("Requirement", "SU-7")]
    public async Task A_sign_in_under_way_by_an_authentication_of_before_takes_the_demand_over()
    {
        DateTimeOffset at = _host.Clock.GetUtcNow();
        _host.Clock.Advance(TimeSpan.FromSeconds(10));
        Task<Page> signingIn = _script.RunAsync(_browser, async context =>
        {
            await _hold.WaitAsync();
            await SignInAsync(context, at);
        });
        await _hold.Reached;
        SessionId before = _browser.SessionId();
        await DemandAsync();

        _hold.Release();

        Assert.Equal(HttpStatusCode.OK, (await signingIn).Status);
        Assert.NotEqual(before, _browser.SessionId());
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedAsync());
    }

    [Fact]
    public async Task A_session_that_takes_the_place_of_another_during_the_call_is_reached_too()
    {
        bool replaces = true;
        _host.Store.Before = async operation =>
        {
            if (operation != StoreOperation.Mark || !replaces)
                return;

            replaces = false;
            await _browser.GetAsync("/sign-in/alice");
        };

        Assert.Equal(1, await DemandAsync());

        Assert.Equal("admin", (await _browser.GetAsync("/role")).Body);
        Assert.Equal(HttpStatusCode.Unauthorized, await GuardedAsync());
    }

    public async Task InitializeAsync()
    {
        _book.Give("alice", "admin");
        _host = await _book.StartAsync(app =>
        {
            _script.Map(app);
            app.MapGet("/step-up", static (HttpContext context) => context.GetSecureSession().StepUp(["otp"], "aal2"));
            app.MapGet("/recent", static () => "ok").RequireFreshAuthentication(TimeSpan.FromMinutes(5));
        });
        _browser = (await _host.SignInAsync("alice"))[0];
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task<int> DemandAsync() => _host.Manager.RequireRefreshAsync("alice", reauthenticate: true);

    private async Task<HttpStatusCode> GuardedAsync() => (await _browser.GetAsync("/recent")).Status;

    private Task StepUpAndWaitAsync(HttpContext context)
    {
        context.GetSecureSession().StepUp(["otp"], "aal2");
        return _hold.WaitAsync();
    }

    private static Task SignInAsync(HttpContext context, DateTimeOffset at)
    {
        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(["pwd"], "aal1", at);
        return context.SignInAsync(SmallApp.PrincipalOf("alice"), properties);
    }
}
