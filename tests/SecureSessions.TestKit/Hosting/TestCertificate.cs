using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureSessions.TestKit;

/// <summary>A certificate of our own for loopback, made once a run.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Instance { get; } = Create();

    public static bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        Instance.Equals(certificate);

    /// <summary>A client that trusts this certificate and no other, keeps no cookies and follows no redirects.</summary>
    public static SocketsHttpHandler NewClientHandler() => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsOurs },
    };

    /// <summary>Writes certificate and key to files, for a server in another process.</summary>
    public static (string Certificate, string Key) ExportTo(string folder)
    {
        string certificate = Path.Combine(folder, "test.crt");
        string key = Path.Combine(folder, "test.key");
        File.WriteAllText(certificate, Instance.ExportCertificatePem());
        using ECDsa ecdsa = Instance.GetECDsaPrivateKey()!;
        File.WriteAllText(key, ecdsa.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
