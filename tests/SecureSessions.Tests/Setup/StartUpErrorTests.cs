using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication.Remote;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Setup;

/// <summary>A mistake is reported when the app starts, with the way to fix it.</summary>
public sealed class StartUpErrorTests
{
    [Fact]
    public async Task Bad_options_are_reported_all_at_once()
    {
        OptionsValidationException error =
            await Assert.ThrowsAsync<OptionsValidationException>(() => SessionHost.StartAsync(SmallApp.Map, static options =>
        {
            options.IdleTimeout = TimeSpan.Zero;
            options.MaxPayloadBytes = 1;
            options.Cookie.Name = "a b";
            options.Cookie.Path = "no slash";
        }));

        Assert.Equal(4, error.Failures.Count());
        Assert.All(
            (string[])["IdleTimeout", "MaxPayloadBytes", "Cookie.Name", "Cookie.Path"],
            name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void UseSecureSessions_without_AddSecureSessions_says_what_to_add()
    {
        WebApplication app = WebApplication.CreateSlimBuilder().Build();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => app.UseSecureSessions());

        Assert.Contains("builder.Services.AddSecureSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseSecureSessions_twice_says_to_call_it_once()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SessionHost.StartAsync(static app => app.UseSecureSessions()));

        Assert.Contains("called twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_authentication_handler_without_sessions_says_what_to_add(string environment)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => builder.Build().StartAsync());

        Assert.Equal(
            "AddSecureSession() adds an authentication scheme and needs sessions. Call builder.Services.AddSecureSessions(), "
                + "with an s at its end, as well.",
            error.Message);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Hubs_without_sessions_say_what_to_add(string environment)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
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
    public async Task A_setting_of_the_scheme_that_has_no_effect_is_refused_with_its_substitute()
    {
        OptionsValidationException error =
            await Assert.ThrowsAsync<OptionsValidationException>(() => SessionHost.StartAsync(new SessionHostSettings
            {
                ConfigureAuthentication = static options =>
                {
                    options.Events = new CookieAuthenticationEvents();
                    options.EventsType = typeof(CookieAuthenticationEvents);
                    options.ClaimsIssuer = "me";
                    options.TimeProvider = new ManualTimeProvider();
                    options.ReturnUrlParameter = "";
                },
            }));

        const string Events =
            "an ISecureSessionEventHandler for what has happened, AddSessionValidator<T>() for OnValidatePrincipal, LifetimePolicy "
            + "for OnSigningIn, and the paths of AddSecureSession() for redirects";
        Assert.Equal(
        [
            $"Events is set by AddSecureSession(), where it has no effect. Use {Events}.",
            $"EventsType is set by AddSecureSession(), where it has no effect. Use {Events}.",
            "ClaimsIssuer is set by AddSecureSession(), where it has no effect. Use the issuer of each claim: a session keeps the "
            + "claims as they are.",
            "TimeProvider is set by AddSecureSession(), where it has no effect. Use a TimeProvider that is registered as a service.",
            "ReturnUrlParameter is empty. Name the query parameter that carries the return URL, for example ReturnUrl.",
        ], error.Failures);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_scheme_twice_is_refused(bool otherHandler)
    {
        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => SessionHost.StartAsync(new SessionHostSettings
            {
                ConfigureServices = services => _ = otherHandler
                    ? services.AddAuthentication().AddScheme<FormPostOptions, FormPostHandler>("Twice", static _ => { })
                        .AddSecureSession("Twice")
                    : services.AddAuthentication().AddSecureSession("Twice").AddSecureSession("Twice"),
            }));

        Assert.StartsWith("Scheme already exists: Twice, with ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task UseSession_beside_UseSecureSessions_is_refused_wherever_it_stands(bool useBefore, bool addBefore)
    {
        OptionsValidationException error =
            await Assert.ThrowsAsync<OptionsValidationException>(() => SessionHost.StartAsync(new SessionHostSettings
            {
                ConfigureSessions = sessions => AddSession(sessions.Services, addBefore),
                ConfigureServices = services => AddSession(services, !addBefore),
                Before = app => UseSession(app, useBefore),
                Map = app => UseSession(app, !useBefore),
            }));

        Assert.Equal(
            "app.UseSession() is called in an app that has AddSecureSessions(). app.UseSecureSessions() replaces it: remove "
            + "UseSession() and AddSession(), and set by AddSecureSessions() what was set by AddSession().",
            error.Message);
    }

    [Fact]
    public async Task AddSession_alone_harms_nothing()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => AddSession(services, add: true),
            Map = SmallApp.Map,
        });
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/set/key/value");

        Assert.Equal("value", (await browser.GetAsync("/get/key")).Body);
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task A_limit_of_sessions_over_a_store_that_cannot_list_them_says_what_to_register()
    {
        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => SessionHost.StartAsync(new SessionHostSettings
            {
                Configure = static options => options.MaxSessionsPerUser = 5,
                ConfigureServices = static services => services.AddSingleton<ISecureSessionStore>(
                    static provider =>
                        new ByteRecordingStore(ActivatorUtilities.CreateInstance<MemorySessionStore>(provider), new RecordedBytes())),
            }));

        Assert.All(
            (string[])["MaxSessionsPerUser is 5", "ISecureSessionIndex", "null"],
            words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
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

    private static void AddSession(IServiceCollection services, bool add)
    {
        if (add)
            services.AddDistributedMemoryCache().AddSession();
    }

    private static void UseSession(IApplicationBuilder app, bool use)
    {
        if (use)
            app.UseSession();
    }
}
