using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace SecureSessions.TestKit;

/// <summary>What a server shows on its TLS port: a certificate of a private authority, made once a run.</summary>
public sealed class RedisTls
{
    private static readonly CertificateAuthority Private = new("SecureSessions tests");
    private static readonly CertificateAuthority Other = new("Somebody else");

    private readonly (string Certificate, string Key) _server;

    private RedisTls((string Certificate, string Key) server) => _server = server;

    /// <summary>For <c>localhost</c> and <c>127.0.0.1</c>.</summary>
    public static RedisTls ForThisHost { get; } = new(Private.Issue("localhost", IPAddress.Loopback));

    /// <summary>By the same authority for a host that is not this one.</summary>
    public static RedisTls ForAnotherHost { get; } = new(Private.Issue("redis.example"));

    /// <summary>The authority of both.</summary>
    public static X509Certificate2 Authority => Private.Certificate;

    /// <summary>An authority that issued neither.</summary>
    public static X509Certificate2 AnotherAuthority => Other.Certificate;

    /// <summary>How a client checks a server whose authority is this one and no other.</summary>
    public static X509ChainPolicy NewChainPolicy(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>Writes the files into the server's folder and returns the settings that name them.</summary>
    internal IEnumerable<string> WriteTo(string folder)
    {
        string authority = Write("ca.crt", Authority.ExportCertificatePem());
        string certificate = Write("server.crt", _server.Certificate);
        string key = Write("server.key", _server.Key);
        return
        [
            "--tls-ca-cert-file", authority,
            "--tls-cert-file", certificate,
            "--tls-key-file", key,
            "--tls-auth-clients", "no",
            "--tls-protocols", "TLSv1.2 TLSv1.3",
        ];

        string Write(string name, string pem)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, pem);
            return path;
        }
    }
}
