extern alias Blazor;

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

/// <summary>The Blazor sample, running in this process over HTTPS.</summary>
public sealed class BlazorApp : IAsyncDisposable
{
    private readonly Site _site;

    private BlazorApp(Action<IServiceCollection> configure)
    {
        _site = new Site(configure);
        _site.StartServer();
    }

    /// <summary>The clock of the sample, if the test moves it.</summary>
    public ManualTimeProvider Clock => (ManualTimeProvider)_site.Services.GetRequiredService<TimeProvider>();

    /// <summary>Lists and ends sessions, as an administrator does.</summary>
    public ISecureSessionManager Sessions => _site.Services.GetRequiredService<ISecureSessionManager>();

    /// <summary>The only session of alice.</summary>
    public async Task<UserSession> FindSessionAsync() => (await Sessions.ListAsync("alice")).Single();

    /// <summary>The origin of the sample, by a name: browsers treat IP addresses differently.</summary>
    public Uri Address => new($"https://localhost:{_site.Port}");

    /// <summary>Starts the sample, on a clock that only the test moves.</summary>
    /// <param name="configure">Adds services of the test.</param>
    public static BlazorApp Start(Action<IServiceCollection>? configure = null) => new(services =>
    {
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        configure?.Invoke(services);
    });

    /// <summary>Starts a node of the sample that keeps its sessions on Redis, which has a clock of its own.</summary>
    public static BlazorApp StartOn(RedisServer redis)
    {
        ArgumentNullException.ThrowIfNull(redis);
        return new BlazorApp(services => services.AddSecureSessions(static options => options.StoreTimeout = Patience.StoreTimeout)
            .AddRedisStore(redis.Configuration));
    }

    /// <summary>A client that trusts the app, keeps no cookies and follows no redirects: what a thief has.</summary>
    public HttpClient NewClient() =>
        new(TestCertificate.NewClientHandler()) { BaseAddress = new Uri($"https://127.0.0.1:{_site.Port}"), Timeout = Patience.Limit };

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private sealed class Site : WebApplicationFactory<Blazor::Program>
    {
        private readonly Action<IServiceCollection> _configure;

        public Site(Action<IServiceCollection> configure)
        {
            _configure = configure;
            UseKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(TestCertificate.Instance)));
        }

        public int Port => new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.ConfigureLogging(static logging => logging.ClearProviders());

            // Many iterations make a password hard to guess and a sign-in slow, and these tests guess no passwords.
            builder.ConfigureServices(services =>
                _configure(services.Configure<PasswordHasherOptions>(static hashes => hashes.IterationCount = 1)));
        }
    }
}
