namespace SecureSessions;

/// <summary>
/// What a list of a user's sessions shows of one: a copy, in the clear, of what is sealed in its payload. Nothing is decided by a label.
/// </summary>
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
        var reader = new ByteReader(bytes.Span);
        if (!reader.TryReadByte(out byte format) || format != Format || !SessionPayloadCodec.TryRead(ref reader, out SessionClient? client))
            return None;

        SessionPayloadCodec.TryRead(ref reader, out SessionAuthentication? authentication);
        return new SessionLabel(client, authentication);
    }

    /// <summary>
    /// The label's bytes, <see cref="SecureSessionDefaults.MaxLabelBytes"/> at most: methods and level, which an identity provider chooses,
    /// may be longer, and are then left out. Lists can do without them, and a store keeps a label three times.
    /// </summary>
    public byte[] ToBytes()
    {
        if (Size > SecureSessionDefaults.MaxLabelBytes)
            return Shortened().ToBytes();

        byte[] bytes = new byte[Size];
        var writer = new ByteWriter(bytes);
        writer.WriteByte(Format);
        SessionPayloadCodec.Write(ref writer, Client);
        if (Authentication is not null)
            SessionPayloadCodec.Write(ref writer, Authentication);
        return bytes;
    }

    private SessionLabel Shortened() => Authentication is { Methods.Count: > 0 } or { Level: not null }
        ? this with { Authentication = new SessionAuthentication(Authentication.At, [], null) }
        : None;
}
