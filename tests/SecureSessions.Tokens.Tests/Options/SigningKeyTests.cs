using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Options;

/// <summary>The keys of an app, and their change.</summary>
[Trait("Requirement", "TK-12")]
public sealed class SigningKeyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_key_is_named_by_its_thumbprint()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        string json = $"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Text(parameters.Q.X!)}\",\"y\":\"{Text(parameters.Q.Y!)}\"}}";

        Assert.Equal(
            Text(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json))), SessionSigningKey.FromPem(key.ExportECPrivateKeyPem()).KeyId);
    }

    [Fact]
    public void A_key_of_another_kind_is_refused_and_not_shown()
    {
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(2048);
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        string[] refused =
            ["", "x", p384.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), p256.ExportSubjectPublicKeyInfoPem()];
        foreach (string pem in refused)
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => SessionSigningKey.FromPem(pem));
            Assert.Contains("P-256", exception.Message, StringComparison.Ordinal);
            Assert.False(pem.Length > 10 && exception.ToString().Contains(pem[30..60], StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Credentials_are_for_ES256_and_keep_their_name()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var named = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = "kms-1" }, SecurityAlgorithms.EcdsaSha256);
        var symmetric = new SigningCredentials(new SymmetricSecurityKey(new byte[64]), SecurityAlgorithms.HmacSha256);

        Assert.Equal("kms-1", SessionSigningKey.FromCredentials(named).KeyId);
        Assert.Throws<ArgumentException>(() => SessionSigningKey.FromCredentials(symmetric));
        Assert.Equal(43, SessionSigningKey.FromCredentials(
            new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256)).KeyId.Length);
    }

    [Fact]
    public void A_certificate_signs_from_when_it_is_valid()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(Start, Start.AddYears(1));

        Assert.Equal(Start, SessionSigningKey.FromCertificate(certificate).NotBefore);
    }

    [Fact]
    public async Task A_new_key_is_published_at_once_signs_when_it_begins_and_no_token_of_the_key_before_is_refused()
    {
        SessionSigningKey old = TestKeys.New();
        SessionSigningKey next = TestKeys.New(Start.AddMinutes(10));
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Tokens = tokens =>
            {
                tokens.SigningKeys.Add(next);
                tokens.SigningKeys.Add(old);
            },
        });
        TokenReply before = await host.SignInAsync();
        string published = await host.Client.GetStringAsync("/session/tokens/jwks");
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        TokenReply after = await host.RefreshAsync(before.Refresh);

        Assert.Equal((old.KeyId, next.KeyId), (KeyOf(before), KeyOf(after)));
        Assert.Contains(next.KeyId, published, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(before.Access));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(after.Access));
        Assert.Empty(host.Host.Logs.Of("tokens_ephemeral_key"));
    }

    [Fact]
    public async Task Without_a_key_one_is_drawn_and_the_log_says_so()
    {
        await using TokenHost host = await TokenHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync((await host.SignInAsync()).Access));
        Assert.Single(host.Host.Logs.Of("tokens_ephemeral_key"));
    }

    private static string? KeyOf(TokenReply reply) => TokenHost.HeaderOf(reply.Access).GetProperty("kid").GetString();

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
