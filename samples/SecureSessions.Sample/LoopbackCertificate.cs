using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SecureSessions.Sample;

/// <summary>
/// Lets the sample start on a machine without a developer certificate. It makes one in memory, for this run and for loopback only.
/// </summary>
internal static class LoopbackCertificate
{
    // The extension by which `dotnet dev-certs https` marks its certificate.
    private const string DeveloperCertificateOid = "1.3.6.1.4.1.311.84.1.1";

    public static void UseIfNoOther(HttpsConnectionAdapterOptions https, IConfiguration configuration)
    {
        if (CreateIfNoOther(configuration) is { } certificate)
            https.ServerCertificate = certificate;
    }

    // Kestrel finds a configured certificate and a developer certificate by itself, but this one would win over them.
    public static X509Certificate2? CreateIfNoOther(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Certificates:Default").Exists() || HasDeveloperCertificate() ? null : Create();

    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], false));

        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));

        // SChannel cannot use a key that was never in a key container.
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null) : certificate;
    }

    private static bool HasDeveloperCertificate()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadOnly);
        return store.Certificates.Find(X509FindType.FindByExtension, DeveloperCertificateOid, validOnly: false)
            .Any(
                static certificate =>
                    certificate.HasPrivateKey && certificate.NotBefore <= DateTime.Now && DateTime.Now < certificate.NotAfter);
    }
}
