using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions.TestKit;

/// <summary>A running app with sessions, a clock that is moved by hand, a store that can be made to fail, and every log line kept.</summary>
public sealed class SessionHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SessionHost(WebApplication app, ServerKind kind, bool https)
    {
        _app = app;
        Kind = kind;
        BaseAddress = kind == ServerKind.TestServer
            ? new Uri(https ? "https://localhost/" : "http://localhost/")
            : new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    public ServerKind Kind { get; }

    public Uri BaseAddress { get; }

    public IServiceProvider Services => _app.Services;

    public ManualTimeProvider Clock => (ManualTimeProvider)Services.GetRequiredService<TimeProvider>();

    public FaultyStore Store => (FaultyStore)Services.GetRequiredService<ISecureSessionStore>();

    public LogRecorder Logs => Services.GetRequiredService<LogRecorder>();

    public EventRecorder Events => Services.GetRequiredService<EventRecorder>();

    /// <summary>Starts an app: the settings change the defaults, the pipeline comes after <c>UseSecureSessions()</c>.</summary>
    public static Task<SessionHost> StartAsync(Action<WebApplication> map, Action<SecureSessionOptions>? configure = null, ServerKind kind = ServerKind.TestServer) =>
        StartAsync(new SessionHostSettings { Map = map, Configure = configure, Kind = kind });

    public static async Task<SessionHost> StartAsync(SessionHostSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = settings.Environment });
        UseServer(builder.WebHost, settings);
        var logs = new LogRecorder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<EventRecorder>();
        builder.Services.AddSingleton<ISecureSessionEventHandler>(services => services.GetRequiredService<EventRecorder>());
        builder.Services.AddSingleton(settings.TimeProvider ?? new ManualTimeProvider());
        builder.Services.AddSecureSessions(settings.Configure);
        FaultyStore.Decorate(builder.Services);
        builder.Services.AddRouting();
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(settings.ConfigureAuthentication);
        builder.Services.AddAuthorization();
        settings.ConfigureServices?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        settings.Before?.Invoke(app);
        if (settings.UseSessions)
            app.UseSecureSessions();
        settings.Map?.Invoke(app);
        await app.StartAsync();
        return new SessionHost(app, settings.Kind, settings.Https);
    }

    /// <summary>A new browser with an empty cookie jar.</summary>
    public Browser NewBrowser() => new(NewClient());

    /// <summary>A plain client that keeps no cookies and follows no redirects.</summary>
    public HttpClient NewClient()
    {
        HttpMessageHandler handler = Kind == ServerKind.TestServer
            ? _app.GetTestServer().CreateHandler()
            : new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = TestCertificate.IsOurs },
            };
        return new HttpClient(handler)
        {
            BaseAddress = BaseAddress,
            DefaultRequestVersion = Kind == ServerKind.KestrelHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>Waits while time passes, so that calls to the store that hang are given up on.</summary>
    public async Task<T> WhileTimePassesAsync<T>(Task<T> answer)
    {
        for (int i = 0; i < 400 && !answer.IsCompleted; i++)
        {
            Clock.Advance(SecureSessionDefaults.StoreTimeout);
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        return await answer.WaitAsync(TimeSpan.Zero);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void UseServer(IWebHostBuilder webHost, SessionHostSettings settings)
    {
        if (settings.Kind == ServerKind.TestServer)
        {
            webHost.UseTestServer();
            return;
        }

        webHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = settings.Kind == ServerKind.KestrelHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            if (settings.Https)
                listen.UseHttps(TestCertificate.Instance);
        }));
    }
}
