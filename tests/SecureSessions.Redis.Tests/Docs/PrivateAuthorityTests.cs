using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Docs;

/// <summary>What the operators' page says of certificates holds.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class PrivateAuthorityTests
{
    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task The_store_works_over_TLS_with_a_private_authority_and_a_password()
    {
        var settings = new RedisServerSettings { Tls = RedisTls.ForThisHost, Password = "right" };
        await using RedisServer server = await RedisServer.StartAsync(settings);
        using RedisPorts ports = await RedisPorts.OpenAsync(
            $"{server.TlsConfiguration},ssl=true,password=right",
            configure: static options => options.ConfigureConnection =
                static connection => connection.CertificateValidation += new PrivateAuthority(RedisTls.Authority).Trusts);

        Assert.True((await ports.Store.CheckHealthAsync(CancellationToken.None)).IsSound);
    }

    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task A_server_of_another_authority_or_for_another_host_is_refused()
    {
        await using RedisServer server = await RedisServer.StartAsync(new RedisServerSettings { Tls = RedisTls.ForThisHost });
        await using RedisServer other = await RedisServer.StartAsync(new RedisServerSettings { Tls = RedisTls.ForAnotherHost });

        await ConnectAsync(server, RedisTls.Authority);
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(server, RedisTls.AnotherAuthority));
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(other, RedisTls.Authority));
    }

    private static async Task ConnectAsync(RedisServer server, X509Certificate2 authority)
    {
        await using var stream = new SslStream(
            await RespConnection.OpenStreamAsync(server.TlsPort, CancellationToken.None),
            leaveInnerStreamOpen: false,
            new PrivateAuthority(authority).Trusts);
        await stream.AuthenticateAsClientAsync("localhost");
    }
}
