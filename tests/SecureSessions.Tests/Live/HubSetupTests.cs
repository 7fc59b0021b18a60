using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>However an app sets its hubs up, their connections are watched.</summary>
public sealed class HubSetupTests
{
    [Fact]
    public void The_hub_filter_is_added_once_however_often_AddSecureSessions_is_called()
    {
        var services = new ServiceCollection();
        services.AddSecureSessions();
        ISignalRServerBuilder hubs = services.AddSignalR(HubClient.SetServer).AddSecureSessions();
        int once = services.Count(static service => service.ServiceType == typeof(IConfigureOptions<HubOptions>));

        hubs.AddSecureSessions(static options => options.HubCallsAreActivity = true);

        Assert.Equal(once, services.Count(static service => service.ServiceType == typeof(IConfigureOptions<HubOptions>)));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.True(provider.GetRequiredService<IOptions<SecureSessionHubOptions>>().Value.HubCallsAreActivity);
    }

    [Theory]
    [InlineData(ClaimTypes.NameIdentifier, true, "7")]
    [InlineData("sub", true, "7")]
    [InlineData("sub", false, null)]
    [InlineData("other", true, null)]
    public void The_user_of_a_connection_is_named_as_that_of_the_session(string claim, bool isAuthenticated, string? expected)
    {
        var services = new ServiceCollection();
        services.AddSecureSessions();
        services.AddSignalR().AddSecureSessions();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(expected, UserIdOf(provider, new ClaimsIdentity([new Claim(claim, "7")], isAuthenticated ? "test" : null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_provider_of_user_ids_of_the_app_stays(bool before)
    {
        var services = new ServiceCollection();
        services.AddSecureSessions();
        if (before)
            services.AddSingleton<IUserIdProvider, OneUser>();
        services.AddSignalR().AddSecureSessions();
        if (!before)
            services.AddSingleton<IUserIdProvider, OneUser>();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal("one", UserIdOf(provider, new ClaimsIdentity([new Claim("sub", "7")], "test")));
    }

    [Fact]
    public async Task A_connection_of_an_app_whose_routing_runs_late_is_watched_and_the_log_says_what_to_change()
    {
        await using LiveHost live = await StartAsync(
            static app => app.UseRouting().UseEndpoints(static endpoints => endpoints.MapHub<EchoHub>("/hub")));
        using Browser browser = await live.SignInAsync();
        await using HubClient connection = await HubClient.ConnectAsync(live.Host.BaseAddress, browser);

        await browser.GetAsync("/sign-out");

        await connection.WaitUntilClosedAsync();
        await Poll.UntilAsync(() => live.Host.Logs.Of("session_mark_invisible").Count == 1, "the log says so");
    }

    [Fact]
    public async Task A_session_that_begins_with_the_connection_is_watched()
    {
        await using LiveHost live = await StartAsync(static app =>
        {
            app.Use(static async (context, next) =>
            {
                if (context.Request.Path == "/hub")
                    await context.SignInAsync(SmallApp.PrincipalOf("guest"));
                await next(context);
            });
            app.MapHub<EchoHub>("/hub");
        });
        using Browser stranger = live.Host.NewBrowser();
        await using HubClient connection = await HubClient.ConnectAsync(live.Host.BaseAddress, stranger);

        await live.EndElsewhereAsync(live.Host.Events.Of(SessionEventType.Created)[^1].SessionId!.Value);
        live.Announcements.Alarm();

        await connection.WaitUntilClosedAsync();
    }

    private static string? UserIdOf(ServiceProvider provider, ClaimsIdentity identity)
    {
        var connection = new DefaultConnectionContext("id") { User = new ClaimsPrincipal(identity) };
        var hub = new HubConnectionContext(
            connection, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) }, NullLoggerFactory.Instance);
        return provider.GetRequiredService<IUserIdProvider>().GetUserId(hub);
    }

    private static Task<LiveHost> StartAsync(Action<WebApplication> map) =>
        LiveHost.StartAsync(map, static services => services.AddSignalR(HubClient.SetServer).AddSecureSessions(), ServerKind.KestrelHttp1);

    private sealed class OneUser : IUserIdProvider
    {
        public string GetUserId(HubConnectionContext connection) => "one";
    }
}
