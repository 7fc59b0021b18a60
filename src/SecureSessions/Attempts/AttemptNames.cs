using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Names an attempt for the store, which does not learn who was tried and from where: by HMAC-SHA256, of which 128 bits are kept. Without a
/// store key the key is a fixed text, so that who reads the store can try out names that they know.
/// </summary>
internal sealed class AttemptNames(SessionPolicy policy)
{
    private const int NameSize = 16;

    private readonly byte[] _key = KeyOf(policy.StoreKey);

    public AttemptKeys KeysOf(HttpContext context, string account, string method)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        string source = FloodSource.Of(address)?.ToString() ?? "";
        return new AttemptKeys
        {
            Account = NameOf("account", account),
            Method = NameOf("method", account, method),
            Source = NameOf("source", account, method, source),
            Network = policy.KeepClientInfo && ClientNetwork.Of(address) is { } network ? NameOf("network", account, network) : null,
        };
    }

    private string NameOf(params ReadOnlySpan<string> parts)
    {
        int size = 0;
        foreach (string part in parts)
            size += sizeof(int) + ByteWriter.SizeOf(part);

        byte[] bytes = new byte[size];
        var writer = new ByteWriter(bytes);
        foreach (string part in parts)
            writer.WriteText(part);
        return Base64Url.EncodeToString(HMACSHA256.HashData(_key, bytes).AsSpan(0, NameSize));
    }

    private static byte[] KeyOf(byte[]? storeKey)
    {
        ReadOnlySpan<byte> label = "SecureSessions attempts 1"u8;
        if (storeKey is null)
            return label.ToArray();

        byte[] key = new byte[HMACSHA256.HashSizeInBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, storeKey, key, label);
        return key;
    }
}
