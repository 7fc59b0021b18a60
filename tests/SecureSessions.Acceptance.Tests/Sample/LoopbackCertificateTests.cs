using System.Net;
using System.Security.Cryptography.X509Certificates;
using SecureSessions.Sample;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class LoopbackCertificateTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Stands_for_every_name_of_this_machine(string name)
    {
        using X509Certificate2 certificate = LoopbackCertificate.Create();
        Assert.True(certificate.MatchesHostname(name));
    }

    [Fact]
    public void Is_valid_now_and_has_its_key()
    {
        using X509Certificate2 certificate = LoopbackCertificate.Create();
        Assert.True(certificate.HasPrivateKey && certificate.NotBefore < DateTime.Now && DateTime.Now < certificate.NotAfter);
        Assert.Equal(256, certificate.GetECDsaPublicKey()!.KeySize);
    }
}
