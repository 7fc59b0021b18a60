using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>The sample, running in this process, on a port of its own over HTTPS.</summary>
public sealed class SampleApp : IAsyncDisposable
{
    private readonly Site _site;

    private SampleApp(
        Dictionary<string,
        string> settings,
        Action<IServiceCollection>? configure = null,
        RedisServer? redis = null,
        ManualTimeProvider? clock = null)
    {
        Redis = redis;
        Clock = clock;
        _site = new Site(settings, configure);
    }

    /// <summary>
    /// A short store timeout, for tests whose store hangs: the app has to give up on the store before the page gives up on the app.
    /// </summary>
    public static (string, string) ShortStoreTimeout => ("Sessions:StoreTimeout", "00:00:05");

    /// <summary>
    /// The Redis server that the sample keeps its sessions on, if it uses one. Sessions that were stored survive a kill of the server.
    /// </summary>
    public RedisServer? Redis { get; }

    /// <summary>The clock of the sample, if a test moves it. See <see cref="Device.PassAsync"/>.</summary>
    public ManualTimeProvider? Clock { get; }

    /// <summary>The services of the sample, through which a test makes them fail.</summary>
    public IServiceProvider Services => _site.Services;

    /// <summary>The origin of the sample, by a name: browsers treat IP addresses differently.</summary>
    public Uri Address => new($"https://localhost:{_site.Port}");

    /// <summary>Starts the sample.</summary>
    /// <param name="store">Where the sample keeps its sessions.</param>
    /// <param name="settings">More configuration, such as <c>("Sessions:IdleTimeout", "00:00:20")</c>.</param>
    public static async Task<SampleApp> StartAsync(SampleStore store, params (string Name, string Value)[] settings)
    {
        // A slow answer on a busy machine must not count as a failure of the store.
        var all = new Dictionary<string, string> { ["Sessions:StoreTimeout"] = $"{Patience.StoreTimeout}" };
        RedisServer? redis = store == SampleStore.Redis ? await RedisServer.StartAsync(new RedisServerSettings { Durable = true }) : null;
        if (redis is not null)
            all["Redis"] = redis.Configuration;
        foreach ((string name, string value) in settings)
            all[name] = value;

        return await StartAsync(new SampleApp(all, redis: redis));
    }

    /// <summary>
    /// Starts the sample with its sessions in memory and on a clock that only the test moves: Redis has a clock of its own.
    /// </summary>
    public static Task<SampleApp> StartOnManualClockAsync(params (string Name, string Value)[] settings) =>
        StartOnManualClockAsync(static _ => { }, settings);

    /// <summary>Starts the sample as the other overload does, with services of the test.</summary>
    public static Task<SampleApp> StartOnManualClockAsync(
        Action<IServiceCollection> configure, params (string Name, string Value)[] settings)
    {
        var clock = new ManualTimeProvider();
        return StartAsync(new SampleApp(
            settings.ToDictionary(static setting => setting.Name, static setting => setting.Value),
            services => configure(services.AddSingleton<TimeProvider>(clock)),
            clock: clock));
    }

    /// <summary>A client that trusts the app, keeps no cookies and follows no redirects: what a thief has.</summary>
    public HttpClient NewClient() =>
        new(TestCertificate.NewClientHandler()) { BaseAddress = new Uri($"https://127.0.0.1:{_site.Port}"), Timeout = Patience.Limit };

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
    }

    private static async Task<SampleApp> StartAsync(SampleApp app)
    {
        try
        {
            app._site.StartServer();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private sealed class Site : WebApplicationFactory<Program>
    {
        private readonly Dictionary<string, string> _settings;
        private readonly Action<IServiceCollection>? _configure;

        public Site(Dictionary<string, string> settings, Action<IServiceCollection>? configure)
        {
            _settings = settings;
            _configure = configure;
            UseKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(TestCertificate.Instance)));
        }

        public int Port => new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach ((string name, string value) in _settings)
                builder.UseSetting(name, value);
            builder.ConfigureLogging(static logging => logging.ClearProviders());
            builder.ConfigureServices(services =>
            {
                // Many iterations make a password hard to guess and a sign-in slow, and these tests guess no passwords.
                services.Configure<PasswordHasherOptions>(static hashes => hashes.IterationCount = 1);
                _configure?.Invoke(services);
            });
        }
    }
}
