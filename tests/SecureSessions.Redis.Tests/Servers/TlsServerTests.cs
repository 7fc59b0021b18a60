using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class TlsServerTests
{
#pragma warning disable CA5398 // Both versions are what is tested here.
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
#pragma warning restore CA5398
    public async Task A_client_that_trusts_the_authority_is_served_after_the_password(SslProtocols protocol)
    {
        await using RedisServer server = await RedisServer.StartAsync(
            new RedisServerSettings { Tls = RedisTls.ForThisHost, Password = "right" });
        await using SslStream stream = await OpenAsync(server, RedisTls.Authority, protocol);
        await using var connection = new RespConnection(stream);

        Assert.Equal(protocol, stream.SslProtocol);
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => connection.ExecuteAsync(["PING"], CancellationToken.None));
        Assert.Contains("NOAUTH", refusal.Message, StringComparison.Ordinal);
        await connection.ExecuteAsync(["AUTH", "right"], CancellationToken.None);
        Assert.Equal("PONG", (await connection.ExecuteAsync(["PING"], CancellationToken.None)).Text);
    }

    [Fact]
    public async Task A_client_that_trusts_another_authority_refuses_the_server()
    {
        await using RedisServer server = await RedisServer.StartAsync(new RedisServerSettings { Tls = RedisTls.ForThisHost });

        AuthenticationException refusal = await Assert.ThrowsAsync<AuthenticationException>(
            () => OpenAsync(server, RedisTls.AnotherAuthority));

        Assert.Contains("errors in the certificate chain", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_refuses_a_certificate_for_another_host()
    {
        await using RedisServer server = await RedisServer.StartAsync(new RedisServerSettings { Tls = RedisTls.ForAnotherHost });

        AuthenticationException refusal = await Assert.ThrowsAsync<AuthenticationException>(() => OpenAsync(server, RedisTls.Authority));

        Assert.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<SslStream> OpenAsync(
        RedisServer server, X509Certificate2 authority, SslProtocols protocol = SslProtocols.None)
    {
        var stream = new SslStream(await RespConnection.OpenStreamAsync(server.TlsPort, CancellationToken.None));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocol,
            CertificateChainPolicy = RedisTls.NewChainPolicy(authority),
        });
        return stream;
    }
}
