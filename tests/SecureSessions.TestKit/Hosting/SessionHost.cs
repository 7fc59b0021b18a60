using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SecureSessions.TestKit;

/// <summary>
/// A running app with sessions, a clock that is moved by hand, a store that can be made to fail, and every log line kept.
/// </summary>
public sealed class SessionHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<string> _issued = [];

    private SessionHost(WebApplication app, SessionHostSettings settings)
    {
        _app = app;
        Logs = app.Services.GetRequiredService<LogRecorder>();
        Kind = settings.Kind;
        BaseAddress = settings.Kind == ServerKind.TestServer
            ? new Uri(settings.Https ? "https://localhost/" : "http://localhost/")
            : new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    public ServerKind Kind { get; }

    public Uri BaseAddress { get; }

    public IServiceProvider Services => _app.Services;

    public ManualTimeProvider Clock => (ManualTimeProvider)Services.GetRequiredService<TimeProvider>();

    public FaultyStore Store => (FaultyStore)Services.GetRequiredService<ISecureSessionStore>();

    /// <summary>What an administrator's page works with.</summary>
    public ISecureSessionManager Manager => Services.GetRequiredService<ISecureSessionManager>();

    public LogRecorder Logs { get; }

    /// <summary>Whether the log is searched for secrets at the end; not where a test itself puts a token into a URL.</summary>
    public bool SearchesLogs { get; set; } = true;

    public EventRecorder Events => Services.GetRequiredService<EventRecorder>();

    /// <summary>Starts an app: the settings change the defaults, the pipeline comes after <c>UseSecureSessions()</c>.</summary>
    public static Task<SessionHost> StartAsync(
        Action<WebApplication> map, Action<SecureSessionOptions>? configure = null, ServerKind kind = ServerKind.TestServer) =>
        StartAsync(new SessionHostSettings { Map = map, Configure = configure, Kind = kind });

    public static async Task<SessionHost> StartAsync(SessionHostSettings settings)
    {
        // Nobody edits a test's configuration: watching its files would take one of the few watchers that the system has for each host.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = settings.Environment, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        UseServer(builder.WebHost, settings);
        var logs = new LogRecorder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<EventRecorder>();
        builder.Services.AddSingleton<ISecureSessionEventHandler>(services => services.GetRequiredService<EventRecorder>());
        builder.Services.AddSingleton(settings.TimeProvider ?? new ManualTimeProvider());
        SecureSessionsBuilder sessions = builder.Services.AddSecureSessions(settings.Configure);
        settings.ConfigureSessions?.Invoke(sessions);
        builder.Services.AddRouting();
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(settings.ConfigureAuthentication);
        builder.Services.AddAuthorization();
        settings.ConfigureServices?.Invoke(builder.Services);
        FaultyStore.Decorate(builder.Services);

        WebApplication app = builder.Build();
        settings.Before?.Invoke(app);
        if (settings.UseSessions)
            app.UseSecureSessions();
        settings.Map?.Invoke(app);
        await app.StartAsync();
        return new SessionHost(app, settings);
    }

    /// <summary>A new browser with an empty cookie jar.</summary>
    public Browser NewBrowser() => new(NewClient(), new CookieJar(cookie => _issued.Add(cookie.Value)));

    /// <summary>A plain client that keeps no cookies and follows no redirects.</summary>
    public HttpClient NewClient()
    {
        HttpMessageHandler handler = Kind == ServerKind.TestServer
            ? _app.GetTestServer().CreateHandler()
            : TestCertificate.NewClientHandler();
        return new HttpClient(handler)
        {
            BaseAddress = BaseAddress,
            Timeout = Patience.Limit,
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
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(i < 200 ? 20 : 1000)));
        }

        return await answer.WaitAsync(TimeSpan.Zero);
    }

    /// <summary>Stops the app; then no log line of any category may hold a secret that a browser was given (ASVS 16.2.5).</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (!SearchesLogs)
            return;

        foreach (
            string secret in _issued.Where(static token => token.Length == SessionToken.TextLength).Select(
                static token => token[SessionId.TextLength..]))
            Assert.DoesNotContain(Logs.Lines, line => line.Message.Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>Sends a request past every client, with header values that none would send.</summary>
    public Task<HttpContext> SendAsync(Action<HttpContext> configure) => _app.GetTestServer().SendAsync(context =>
    {
        context.Request.Scheme = BaseAddress.Scheme;
        context.Request.Host = new HostString(BaseAddress.Host);
        configure(context);
    });

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
                listen.UseHttps(TestCertificate.Instance, static https => https.HandshakeTimeout = Patience.Limit);
        }));
    }
}
