using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>A key that signs access tokens: an elliptic curve key on P-256, for ES256 and for nothing else.</summary>
public sealed class SessionSigningKey
{
    private const string CurveP256 = "1.2.840.10045.3.1.7";
    private const int KeySize = 256;

    private SessionSigningKey(SigningCredentials credentials, DateTimeOffset? notBefore)
    {
        Credentials = credentials;
        NotBefore = notBefore;
        PublicKey = ToPublicKey(credentials.Key);
    }

    /// <summary>The name of the key in the header of tokens (<c>kid</c>): its thumbprint by RFC 7638, unless its owner named it.</summary>
    public string KeyId => Credentials.Key.KeyId;

    /// <summary>
    /// From when the key signs; <see langword="null"/> for always. It is published at once, so that APIs know it by then.
    /// </summary>
    public DateTimeOffset? NotBefore { get; }

    internal SigningCredentials Credentials { get; }

    /// <summary>What is published and what verifies: without the private part.</summary>
    internal JsonWebKey PublicKey { get; }

    /// <summary>Reads a private key, for example one that <c>openssl ecparam -name prime256v1 -genkey -noout</c> has made.</summary>
    /// <param name="pem">The private key in PEM.</param>
    /// <param name="notBefore">From when it signs; <see langword="null"/> for always.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">It is no private key on P-256.</exception>
    public static SessionSigningKey FromPem(string pem, DateTimeOffset? notBefore = null)
    {
        ArgumentNullException.ThrowIfNull(pem);
#pragma warning disable CA2000 // The key lives as long as the options that hold it.
        ECDsa key = ECDsa.Create();
#pragma warning restore CA2000
        try
        {
            key.ImportFromPem(pem);
            return Of(key, notBefore, nameof(pem));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The message of the exception does not show the key, and neither does this one.
            key.Dispose();
            throw new ArgumentException(
                "This is no private key on P-256 in PEM. Make one with: openssl ecparam -name prime256v1 -genkey -noout",
                nameof(pem),
                exception);
        }
    }

    /// <summary>Takes the private key of a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="notBefore">From when the key signs; <see langword="null"/> for the time from which the certificate is valid.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The certificate has no private key on P-256.</exception>
    public static SessionSigningKey FromCertificate(X509Certificate2 certificate, DateTimeOffset? notBefore = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ECDsa key = certificate.GetECDsaPrivateKey()
            ?? throw new ArgumentException(
                "The certificate has no private key of an elliptic curve. Use one on P-256.", nameof(certificate));
        return Of(key, notBefore ?? new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), nameof(certificate));
    }

    /// <summary>Takes credentials of any origin, for example of a key that a key management service keeps.</summary>
    /// <param name="credentials">Credentials for ES256.</param>
    /// <param name="notBefore">From when they sign; <see langword="null"/> for always.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">They are for another algorithm or curve, or their public key cannot be read.</exception>
    public static SessionSigningKey FromCredentials(SigningCredentials credentials, DateTimeOffset? notBefore = null)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.Algorithm != SecurityAlgorithms.EcdsaSha256 || credentials.Key.KeySize != KeySize)
        {
            throw new ArgumentException(
                $"The credentials are for {credentials.Algorithm} with a key of {credentials.Key.KeySize} bits. Use ES256 with a key "
                + "on P-256.",
                nameof(credentials));
        }

        if (string.IsNullOrEmpty(credentials.Key.KeyId))
            credentials.Key.KeyId = Base64UrlEncoder.Encode(credentials.Key.ComputeJwkThumbprint());
        return new SessionSigningKey(credentials, notBefore);
    }

    /// <summary>Draws a new key, which nothing keeps.</summary>
#pragma warning disable CA2000 // The key lives as long as the process.
    internal static SessionSigningKey Create() => Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), notBefore: null, "");
#pragma warning restore CA2000

    /// <summary>Makes a key of its numbers.</summary>
    /// <exception cref="CryptographicException">They are none of a key on a curve.</exception>
#pragma warning disable CA2000 // The key lives as long as the process.
    internal static SessionSigningKey FromParameters(ECParameters parameters) => Of(ECDsa.Create(parameters), notBefore: null, "");
#pragma warning restore CA2000

    /// <summary>The numbers of a key that this process has made or read, the private one included.</summary>
    internal ECParameters ExportParameters() => ((ECDsaSecurityKey)Credentials.Key).ECDsa.ExportParameters(includePrivateParameters: true);

    private static SessionSigningKey Of(ECDsa key, DateTimeOffset? notBefore, string parameter)
    {
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value is var curve && curve != CurveP256)
            throw new ArgumentException($"The key is on the curve {curve}. Use one on P-256.", parameter);

        // A key without a private part fails here, and not at the first sign-in.
        key.SignHash(SHA256.HashData([]));
        var security = new ECDsaSecurityKey(key);
        security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        return new SessionSigningKey(new SigningCredentials(security, SecurityAlgorithms.EcdsaSha256), notBefore);
    }

    private static JsonWebKey ToPublicKey(SecurityKey key)
    {
        JsonWebKey full;
        try
        {
            full = JsonWebKeyConverter.ConvertFromSecurityKey(key);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(
                "The public key of the credentials cannot be read. Use a key of ECDsaSecurityKey.", nameof(key), exception);
        }

        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = full.X,
            Y = full.Y,
            Kid = key.KeyId,
            Use = JsonWebKeyUseNames.Sig,
            Alg = SecurityAlgorithms.EcdsaSha256,
        };
    }
}
