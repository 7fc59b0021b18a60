namespace SecureSessions;

/// <summary>What a list of a user's sessions shows of one: a copy, in the clear, of what is sealed in its payload. Nothing is decided by it.</summary>
/// <param name="Client">From where it was last used.</param>
/// <param name="Authentication">The last authentication; <see langword="null"/> if nobody is signed in.</param>
internal sealed record SessionLabel(SessionClient Client, SessionAuthentication? Authentication)
{
    // format 1 byte | client | authentication, if there is one, as SessionPayloadCodec writes them
    private const byte Format = 1;

    private static readonly SessionLabel None = new(SessionClient.Unknown, null);

    private int Size => 1 + SessionPayloadCodec.SizeOf(Client) + (Authentication is null ? 0 : SessionPayloadCodec.SizeOf(Authentication));

    public static SessionLabel Of(SessionPayload payload) =>
        new(payload.Clients.Count > 0 ? payload.Clients[^1] : None.Client, payload.Elevation?.Authentication ?? payload.Authentication);

    /// <summary>Reads a label; of one that cannot be read, as a newer node may have written it, nothing is known.</summary>
    public static SessionLabel Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span[0] != Format)
            return None;

        ReadOnlyMemory<byte> rest = bytes[1..];
        if (!SessionPayloadCodec.TryRead(ref rest, out SessionClient? client))
            return None;

        SessionPayloadCodec.TryRead(ref rest, out SessionAuthentication? authentication);
        return new SessionLabel(client, authentication);
    }

    /// <summary>
    /// The label's bytes, <see cref="SecureSessionDefaults.MaxLabelBytes"/> at most: what an identity provider says of methods and level may be
    /// longer, and is then left out. Lists can do without it, and a store keeps it three times.
    /// </summary>
    public byte[] ToBytes()
    {
        if (Size > SecureSessionDefaults.MaxLabelBytes)
            return Shortened().ToBytes();

        byte[] bytes = new byte[Size];
        bytes[0] = Format;
        Span<byte> rest = SessionPayloadCodec.Write(bytes.AsSpan(1), Client);
        if (Authentication is not null)
            SessionPayloadCodec.Write(rest, Authentication);
        return bytes;
    }

    private SessionLabel Shortened() => Authentication is { Methods.Count: > 0 } or { Level: not null }
        ? this with { Authentication = new SessionAuthentication(Authentication.At, [], null) }
        : None;
}
