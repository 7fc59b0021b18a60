using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>
/// The same small app in each variant: a public page, a sign-in, and a page that needs a user and reads one session value.
/// </summary>
internal static class BenchmarkApp
{
    /// <summary>The environment variable that tells an app where Redis is.</summary>
    public const string RedisVariable = "BENCHMARK_REDIS";

    /// <summary>The browser that all requests come from.</summary>
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private const string Key = "colour";
    private const string Value = "teal";

    public static string RedisConfiguration => Environment.GetEnvironmentVariable(RedisVariable)!;

    public static ClaimsPrincipal User { get; } = new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, "user-4711"),
            new Claim(ClaimTypes.Name, "alice@example.org"),
            new Claim(ClaimTypes.Role, "member"),
            new Claim("amr", "pwd"),
        ],
        "password"));

    public static WebApplication Create(Variant variant, Action<WebApplicationBuilder> useServer)
    {
        WebApplicationBuilder builder = NewBuilder(useServer);
        AddServices(builder.Services, variant);
        WebApplication app = builder.Build();
        UseSessions(app, variant);
        Map(app, variant);
        return app;
    }

    /// <summary>The builder of every app that is measured.</summary>
    public static WebApplicationBuilder NewBuilder(Action<WebApplicationBuilder> useServer)
    {
        // Development, so that sessions work over plain HTTP on loopback: TLS would blur the comparison.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development });
        // The standard output is for the address.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseSetting(WebHostDefaults.PreventHostingStartupKey, "true");
        useServer(builder);
        return builder;
    }

    private static void AddServices(IServiceCollection services, Variant variant)
    {
        switch (variant)
        {
            case Variant.Bare:
                return;
            case Variant.Free:
                services.AddAuthentication(FreeAuthenticationHandler.Name)
                    .AddScheme<AuthenticationSchemeOptions, FreeAuthenticationHandler>(FreeAuthenticationHandler.Name, null);
                break;
            case Variant.Baseline:
                AddBaseline(services.AddDistributedMemoryCache());
                break;
            case Variant.BaselineOnRedis:
                AddBaseline(services.AddStackExchangeRedisCache(static cache => cache.Configuration = RedisConfiguration));
                break;
            case Variant.Ours:
                AddOurs(services);
                break;
            case Variant.OursOnRedis:
                AddOurs(services).AddRedisStore(RedisConfiguration);
                break;
            case Variant.OursOnRedisNear:
                AddOurs(services, static options => options.NearCacheFor = TimeSpan.FromSeconds(1)).AddRedisStore(RedisConfiguration);
                break;
            case Variant.OursAlone:
                AddOurs(services, SwitchOff);
                break;
            case Variant.OursInFull:
                AddOurs(services, SwitchOn).AddPrincipalRefresher<SamePrincipal>().AddGeoLocator<SamePlace>();
                services.AddAntiforgery();
                break;
            default:
                throw new UnreachableException();
        }

        services.AddAuthorization();
    }

    private static void AddBaseline(IServiceCollection services)
    {
        services.AddSession();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
    }

    private static SecureSessionsBuilder AddOurs(IServiceCollection services, Action<SecureSessionOptions>? configure = null)
    {
        services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
        return services.AddSecureSessions(configure ?? (static _ => { }));
    }

    private static void SwitchOff(SecureSessionOptions options)
    {
        options.KeepClientInfo = false;
        options.CrossSite.Mode = CrossSiteMode.Off;
        (options.Signals.MaxUnknownTokens, options.Signals.MaxNewSessions, options.Signals.MaxSignOuts) = (null, null, null);
    }

    private static void SwitchOn(SecureSessionOptions options)
    {
        options.MaxSessionsPerUser = 5;
        options.AuthenticationLevels = ["aal1", "aal2"];
        (options.Signals.DeviceChange, options.Signals.NetworkChange, options.Signals.ImpossibleTravel) =
            (SignalResponse.End, SignalResponse.StepUp, SignalResponse.StepUp);
    }

    private static void UseSessions(WebApplication app, Variant variant)
    {
        if (variant is Variant.Baseline or Variant.BaselineOnRedis)
            app.UseSession();
        else if (variant is not (Variant.Bare or Variant.Free))
            app.UseSecureSessions();
    }

    // With its synchronous getters, each of which blocks a thread on Redis, a session serves next to nothing under load: nobody would
    // compare with that.
    private static async Task<string?> ReadAsync(HttpContext context)
    {
        await context.Session.LoadAsync();
        return context.Session.GetString(Key);
    }

    private static void Map(WebApplication app, Variant variant)
    {
        app.MapGet("/", static () => Value);
        app.MapGet("/signin", static async context =>
        {
            await context.Session.LoadAsync();
            await context.SignInAsync(User);
            context.Session.SetString(Key, Value);
        });
        if (variant == Variant.Bare)
            app.MapGet("/me", static () => Value);
        else if (variant == Variant.Free)
            app.MapGet("/me", static () => Value).RequireAuthorization();
        else if (variant == Variant.BaselineOnRedis)
            app.MapGet("/me", (Func<HttpContext, Task<string?>>)ReadAsync).RequireAuthorization();
        else
            Guard(app.MapGet("/me", static (HttpContext context) => context.Session.GetString(Key)), variant);
        if (variant == Variant.OursInFull)
            app.MapSecureSessions("/session");
    }

    private static void Guard(RouteHandlerBuilder page, Variant variant)
    {
        page.RequireAuthorization();
        if (variant == Variant.OursInFull)
            page.RequireFreshAuthentication(TimeSpan.FromHours(1));
    }
}
