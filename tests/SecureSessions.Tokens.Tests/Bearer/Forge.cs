using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureSessions.Tokens.Tests.Bearer;

/// <summary>Makes tokens that an attacker would, by hand.</summary>
internal static class Forge
{
    // The order of P-256 (FIPS 186).
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A token with another header, payload or both, and a signature made by a key.</summary>
    public static string Sign(string token, ECDsa key, Action<JsonObject>? header = null, Action<JsonObject>? payload = null)
    {
        string signed = Unsigned(token, header, payload);
        return $"{signed}.{Text(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Header and payload, changed.</summary>
    public static string Unsigned(string token, Action<JsonObject>? header = null, Action<JsonObject>? payload = null)
    {
        string[] parts = token.Split('.');
        return $"{Change(parts[0], header)}.{Change(parts[1], payload)}";
    }

    /// <summary>The other signature that a curve admits for the same text: (r, n - s).</summary>
    public static string WithOtherSignature(string token)
    {
        string[] parts = token.Split('.');
        byte[] signature = Base64Url.DecodeFromChars(parts[2]);
        BigInteger s = Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        byte[] other = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        other.CopyTo(signature.AsSpan(64 - other.Length));
        return $"{parts[0]}.{parts[1]}.{Text(signature)}";
    }

    /// <summary>The signature in the form of ASN.1, which JWS does not have.</summary>
    public static string WithDerSignature(string token, ECDsa key)
    {
        string signed = token[..token.LastIndexOf('.')];
        byte[] der = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{signed}.{Text(der)}";
    }

    /// <summary>A token under an HMAC whose key is text that everybody can read.</summary>
    public static string Mac(string token, byte[] key)
    {
        string signed = Unsigned(token, static header => header["alg"] = "HS256");
        return $"{signed}.{Text(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static string Change(string part, Action<JsonObject>? change)
    {
        var json = (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
        change?.Invoke(json);
        return Text(JsonSerializer.SerializeToUtf8Bytes(json));
    }
}
