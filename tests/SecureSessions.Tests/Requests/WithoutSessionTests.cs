using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Requests;

public sealed class WithoutSessionTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app =>
        {
            _script.Map(app);
            _script.Map(app, "/bare").WithoutSession();
            app.MapGet("/closed", static () => "closed").RequireAuthorization().WithoutSession();
        });
        _browser = _host.NewBrowser();
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
        _host.Store.ForgetCalls();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_endpoint_without_session_costs_no_store_call_and_has_no_user()
    {
        string? user = "nobody asked";
        await _browser.GetAsync(_script.Add(context => { user = context.User.Identity?.Name; return Task.CompletedTask; }, "/bare"));

        Assert.Null(user);
        Assert.Empty(_host.Store.Calls);
    }

    [Fact]
    public async Task Using_the_session_of_an_endpoint_without_session_is_an_error_that_says_why()
    {
        await _browser.GetAsync(_script.Add(
            context =>
            {
                Assert.Contains(
                    "WithoutSession", Assert.Throws<InvalidOperationException>(() => context.Session).Message, StringComparison.Ordinal);
                Assert.Contains(
                    "WithoutSession", Assert.Throws<InvalidOperationException>(context.GetSecureSession).Message, StringComparison.Ordinal);
                return Task.CompletedTask;
            },
            "/bare"));
    }

    [Fact]
    public async Task An_endpoint_without_session_works_while_the_store_is_down()
    {
        _host.Store.Fail(StoreFault.ThrowsAtOnce);

        Page page = await _browser.GetAsync(_script.Add(context => context.Response.WriteAsync("well"), "/bare"));

        Assert.Equal("well", page.Body);
    }

    [Fact]
    public async Task A_request_to_an_endpoint_without_session_is_no_activity()
    {
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout / 2);
        await _browser.GetAsync(_script.Add(static _ => Task.CompletedTask, "/bare"));
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout / 2);

        Assert.Equal(SessionEndReason.IdleTimeout, await _script.AskAsync(_browser, context => context.GetSecureSession().EndReason));
    }

    [Fact]
    public async Task An_endpoint_without_session_that_requires_a_user_refuses_everybody() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/closed")).Status);
}
