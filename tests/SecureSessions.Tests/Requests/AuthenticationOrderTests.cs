using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>Authentication may run before the session middleware, where WebApplication puts it by itself, or after it.</summary>
public sealed class AuthenticationOrderTests
{
    [Theory]
    [ClassData(typeof(Orders))]
    public async Task A_session_is_loaded_once_in_any_order_of_authentication_and_sessions(bool authenticationFirst, ServerKind server)
    {
        await using SessionHost host = await StartAsync(authenticationFirst, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.ForgetCalls();

        Page page = await browser.GetAsync("/who");

        Assert.Equal("alice", page.Body);
        Assert.Equal([StoreOperation.Find], host.Store.Calls);
    }

    [Theory]
    [ClassData(typeof(Orders))]
    public async Task A_session_is_committed_once_in_any_order_of_authentication_and_sessions(bool authenticationFirst, ServerKind server)
    {
        await using SessionHost host = await StartAsync(authenticationFirst, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.ForgetCalls();

        await browser.GetAsync("/set/key/value");

        Assert.Equal([StoreOperation.Find, StoreOperation.Replace], host.Store.Calls);
        Assert.Equal("value", (await browser.GetAsync("/get/key")).Body);
    }

    [Theory]
    [ClassData(typeof(Orders))]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_is_down_gives_503_past_the_apps_error_page(bool authenticationFirst, ServerKind server)
    {
        await using SessionHost host = await StartAsync(authenticationFirst, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(StoreFault.ThrowsAfterYield, StoreOperation.Find);

        Page page = await browser.GetAsync("/members");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", "5"), (page.Status, page.Body, page.Header("Retry-After")));
        Assert.Equal([StoreOperation.Find], host.Store.Calls.Skip(host.Store.Calls.Count - 1));
        Assert.Single(host.Events.Of(SessionEventType.LoadFailed));
    }

    [Theory]
    [ClassData(typeof(Orders))]
    public async Task A_refusal_that_never_reaches_the_handler_carries_a_renewal(bool authenticationFirst, ServerKind server)
    {
        await using SessionHost host = await StartAsync(authenticationFirst, server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        Page page = await browser.GetAsync("/nobody");

        Assert.Equal((HttpStatusCode.Forbidden, "no-store"), (page.Status, page.Header("Cache-Control")));
        Assert.Single(page.SetCookies);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData(true, ServerKind.TestServer)]
    [InlineData(true, ServerKind.KestrelHttp1)]
    [InlineData(true, ServerKind.KestrelHttp2)]
    [InlineData(false, ServerKind.TestServer)]
    [InlineData(false, ServerKind.KestrelHttp1)]
    [InlineData(false, ServerKind.KestrelHttp2)]
    public async Task A_session_of_another_library_in_place_of_ours_is_an_error_that_names_the_cure(bool before, ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            Before = app => UseAnother(app.UseExceptionHandler(ErrorText.Write), before),
            Map = app =>
            {
                UseAnother(app, !before);
                SmallApp.Map(app);
            },
        });
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/end");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Contains("UseSecureSessions() takes its place", page.Body, StringComparison.Ordinal);
    }

    private static void UseAnother(IApplicationBuilder app, bool use)
    {
        if (use)
        {
            app.Use((context, next) =>
            {
                context.Features.Set<ISessionFeature>(new SessionFeature());
                return next(context);
            });
        }
    }

    private static Task<SessionHost> StartAsync(bool authenticationFirst, ServerKind server) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            Before = static app => app.UseExceptionHandler(ErrorText.Write),
            Map = app =>
            {
                if (!authenticationFirst)
                    app.UseAuthentication().UseAuthorization();
                SmallApp.Map(app);
                app.MapGet("/members", static () => "welcome").RequireAuthorization();
                app.MapGet("/nobody", static () => "welcome").RequireAuthorization(static policy => policy.RequireRole("nobody"));
            },
        });

    private sealed class Orders : TheoryData<bool, ServerKind>
    {
        public Orders()
        {
            foreach (ServerKind server in Enum.GetValues<ServerKind>())
            {
                Add(true, server);
                Add(false, server);
            }
        }
    }
}
