using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using StackExchange.Redis;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The connection is encrypted and the server verified, or there is none (ASVS 12.3.1).</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class TlsTests
{
    private const string Password = "correct-horse";

    private static readonly TimeSpan Timeout = TrafficApp.ShortTimeout;

    // Long enough for several attempts to connect.
    private static readonly TimeSpan Stubbornness = TimeSpan.FromSeconds(3);

    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task A_server_of_a_trusted_authority_serves_whoever_knows_the_password()
    {
        await using RedisServer server = await StartServerAsync(RedisTls.ForThisHost);
        using RedisPorts ports = await RedisPorts.OpenAsync(
            Configuration(server), configure: options => options.ConfigureConnection = Trust(RedisTls.Authority));

        NewSession session = await new NewSessions(ports.Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)).CreateAsync();

        FindResult found = await ports.Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);
        Assert.Equal(FindStatus.Current, found.Status);
    }

    [Fact]
    [Trait("Requirement", "ST-6")]
    public Task A_server_of_another_authority_is_refused() => IsRefusedAsync(RedisTls.ForThisHost, Trust(RedisTls.AnotherAuthority));

    [Fact]
    [Trait("Requirement", "ST-6")]
    public Task A_server_of_an_authority_that_this_machine_does_not_know_is_refused_by_default() =>
        IsRefusedAsync(RedisTls.ForThisHost, configure: null);

    [Fact]
    [Trait("Requirement", "ST-6")]
    public Task A_certificate_for_another_host_is_refused() => IsRefusedAsync(RedisTls.ForAnotherHost, Trust(RedisTls.Authority));

    [Fact]
    [Trait("Requirement", "ST-6")]
    public Task A_wrong_password_is_refused() => IsRefusedAsync(RedisTls.ForThisHost, Trust(RedisTls.Authority), password: "wrong-horse");

    [Fact]
    public Task A_port_that_speaks_tls_serves_nobody_who_does_not() =>
        IsRefusedAsync(RedisTls.ForThisHost, static configuration => configuration.Ssl = false);

    /// <summary>The store says that it is down, in its own words, within its timeout, and goes on doing so.</summary>
    private static async Task IsRefusedAsync(RedisTls tls, Action<ConfigurationOptions>? configure, string password = Password)
    {
        await using RedisServer server = await StartServerAsync(tls);
        using RedisPorts ports = RedisPorts.OpenUnserved(
            Configuration(server, password),
            configure: options => (options.ConfigureConnection, options.OperationTimeout) = (configure, Timeout));
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Stubbornness)
        {
            long asked = Stopwatch.GetTimestamp();
            SecureSessionStoreException refusal = await Assert.ThrowsAsync<SecureSessionStoreException>(
                () => ports.Store.GetTimeAsync(CancellationToken.None).AsTask());

            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, Timeout + Patience.Slack);
            Assert.DoesNotContain("horse", refusal.ToString(), StringComparison.Ordinal);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(0, await server.DbSizeAsync());
        Assert.DoesNotContain(
            ports.Logs.Lines, static line => $"{line.Message} {line.Exception}".Contains("horse", StringComparison.Ordinal));
    }

    private static Task<RedisServer> StartServerAsync(RedisTls tls) =>
        RedisServer.StartAsync(new RedisServerSettings { Tls = tls, Password = Password });

    private static string Configuration(RedisServer server, string password = Password) =>
        $"{server.TlsConfiguration},ssl=true,password={password}";

    private static Action<ConfigurationOptions> Trust(X509Certificate2 authority) =>
        configuration => configuration.CertificateValidation += (_, certificate, _, errors) =>
    {
        using var chain = new X509Chain { ChainPolicy = RedisTls.NewChainPolicy(authority) };
        return (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && certificate is not null
            && chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    };
}
