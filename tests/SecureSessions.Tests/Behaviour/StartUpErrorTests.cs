using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Behaviour;

/// <summary>A mistake is told when the app starts, with its cure.</summary>
public sealed class StartUpErrorTests
{
    [Fact]
    public async Task Bad_options_are_reported_all_at_once()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => SessionHost.StartAsync(SmallApp.Map, static options =>
        {
            options.IdleTimeout = TimeSpan.Zero;
            options.MaxPayloadBytes = 1;
            options.Cookie.Name = "a b";
            options.Cookie.Path = "no slash";
        }));

        Assert.Equal(4, error.Failures.Count());
        Assert.All((string[])["IdleTimeout", "MaxPayloadBytes", "Cookie.Name", "Cookie.Path"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Use_without_Add_says_what_to_add()
    {
        WebApplication app = WebApplication.CreateSlimBuilder().Build();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => app.UseSecureSessions());

        Assert.Contains("builder.Services.AddSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_twice_says_to_call_it_once()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SessionHost.StartAsync(static app => app.UseSecureSessions()));

        Assert.Contains("called twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authentication_handler_without_sessions_says_what_to_add()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => builder.Build().StartAsync());

        Assert.Contains("builder.Services.AddSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hubs_without_sessions_say_what_to_add()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSignalR().AddSecureSessions();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => builder.Build().StartAsync());

        Assert.Contains("builder.Services.AddSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hubs_in_a_pipeline_without_sessions_say_what_to_call()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSecureSessions();
        builder.Services.AddSignalR().AddSecureSessions();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => builder.Build().StartAsync());

        Assert.Contains("app.UseSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_without_sessions_says_what_to_add()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddHealthChecks().AddSecureSessions();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => builder.Build().StartAsync());

        Assert.Contains("builder.Services.AddSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authentication_handler_without_sessions_in_the_pipeline_says_what_to_use()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SessionHost.StartAsync(new SessionHostSettings { UseSessions = false, Map = SmallApp.Map }));

        Assert.Contains("app.UseSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task A_limit_of_sessions_over_a_store_that_cannot_list_them_says_what_to_register()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => SessionHost.StartAsync(new SessionHostSettings
        {
            Configure = static options => options.MaxSessionsPerUser = 5,
            ConfigureServices = static services => services.AddSingleton<ISecureSessionStore>(
                static provider => new SeeingStore(ActivatorUtilities.CreateInstance<MemorySessionStore>(provider), new SeenBytes())),
        }));

        Assert.All((string[])["MaxSessionsPerUser is 5", "ISecureSessionIndex", "null"], words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_on_a_branch_of_the_pipeline_are_sessions()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            UseSessions = false,
            Map = static app =>
            {
                app.UseWhen(static context => context.Request.Path != "/plain", static branch => branch.UseSecureSessions());
                SmallApp.Map(app);
            },
        });
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/set/key/value");

        Assert.Equal("value", (await browser.GetAsync("/get/key")).Body);
    }
}
