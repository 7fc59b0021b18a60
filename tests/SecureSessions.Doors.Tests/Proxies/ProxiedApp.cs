using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecureSessions.Doors.Tests.Docs.Proxies;
using SecureSessions.TestKit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>An app that nginx stands in front of: it listens on plain HTTP, and is set up as <c>docs/proxies.md</c> says.</summary>
internal static class ProxiedApp
{
    /// <summary>The header that names the node that answered.</summary>
    public const string NodeHeader = "Node";

    private static int _waiting;

    /// <summary>Starts a node in this process, in memory on a clock that is moved by hand, or on Redis.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="redis">Where its sessions are.</param>
    /// <param name="services">Replaces what the page says about trust.</param>
    /// <param name="pipeline">Replaces what the page says about the order.</param>
    /// <param name="cookie">The name of its cookie.</param>
    public static Task<SessionHost> StartAsync(
        string node = "one",
        RedisServer? redis = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? pipeline = null,
        string cookie = SecureSessionDefaults.CookieName) => SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = ServerKind.KestrelHttp1,
            Https = false,
            UseSessions = false,
            TimeProvider = redis is null ? null : TimeProvider.System,
            Configure = options =>
            {
                options.StoreTimeout = Patience.StoreTimeout;
                options.Cookie.Name = cookie;
            },
            ConfigureSessions = sessions =>
            {
                if (redis is not null)
                    sessions.AddRedisStore(redis.Configuration);
            },
            ConfigureAuthentication = static pages => pages.LoginPath = "/login",
            ConfigureServices = services ?? ProxySnippets.TrustProxy,
            Map = app => Map(app, node, pipeline ?? ProxySnippets.Use),
        });

    /// <summary>Runs a node in a process of its own: <c>--redis</c>, <c>--node</c>, <c>--urls</c>.</summary>
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        ProxySnippets.TrustProxy(builder.Services);
        builder.Services.AddSecureSessions(static options => options.StoreTimeout = Patience.StoreTimeout)
            .AddRedisStore(builder.Configuration["redis"]!);
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
        builder.Services.AddAuthorization();
        builder.Services.AddHealthChecks().AddSecureSessions();
        await using WebApplication app = builder.Build();
        Map(app, builder.Configuration["node"]!, ProxySnippets.Use);
        app.MapHealthChecks("/healthz").WithoutSession();
        await app.RunAsync();
    }

    private static void Map(WebApplication app, string node, Action<WebApplication> pipeline)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers[NodeHeader] = node;
            return next(context);
        });
        pipeline(app);
        app.UseWebSockets();
        SmallApp.Map(app);
        app.MapSecureSessions();
        app.MapGet("/account", static () => "account").RequireAuthorization();
        app.MapPost("/add/{key}", static (HttpContext context, string key) =>
            context.GetSecureSession().UpdateInt32Async(key, static before => (before ?? 0) + 1));
        app.MapGet("/count/{key}", static (HttpContext context, string key) => context.Session.GetInt32(key) ?? 0);
        app.MapPost("/add-at-stop/{key}", AddAtStopAsync);
        app.MapGet("/waiting", static () => Volatile.Read(ref _waiting)).WithoutSession();
        app.Map("/ws", EchoAsync).RequireAuthorization();
        app.MapGet("/ticks", static (HttpContext context) =>
            TypedResults.ServerSentEvents(TickAsync(context.RequestAborted).UntilEnded(context.GetSecureSession())))
            .RequireAuthorization();
    }

    /// <summary>A request that is under way when its node is stopped, and writes after that.</summary>
    private static async Task<int> AddAtStopAsync(HttpContext context, IHostApplicationLifetime lifetime, string key)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = lifetime.ApplicationStopping.Register(stopping.SetResult);
        Interlocked.Increment(ref _waiting);
        await stopping.Task.WaitAsync(Patience.Limit);
        return await context.GetSecureSession().UpdateInt32Async(key, static before => (before ?? 0) + 1);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        await using IAsyncDisposable closing = context.GetSecureSession().CloseWhenEnded(socket);
        byte[] buffer = new byte[256];
        while (socket.State == WebSocketState.Open)
        {
            WebSocketReceiveResult message = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (message.MessageType == WebSocketMessageType.Text)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, true, context.RequestAborted);
        }
    }

    private static async IAsyncEnumerable<string> TickAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "tick";
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
