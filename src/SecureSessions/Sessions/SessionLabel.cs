namespace SecureSessions;

/// <summary>
/// What a list of a user's sessions shows of a session: an unsealed copy of facts that the payload holds. No decision depends on a label.
/// </summary>
/// <param name="Client">The client that the session was last used from.</param>
/// <param name="Authentication">The last authentication; <see langword="null"/> if nobody is signed in.</param>
internal sealed record SessionLabel(SessionClient Client, SessionAuthentication? Authentication)
{
    // format 1 byte | client | authentication, if there is one, as SessionPayloadCodec writes them | then, if there is an authentication
    // and more to say: flags 1 byte, 1 = remembered, 2 = has a client name, 4 = has a place | session at the provider, text, may be empty |
    // client name, text, if flagged | country and city, texts, if flagged. Earlier versions do not look at what comes after the session at
    // the provider, or after the client name.
    private const byte Format = 1;
    private const byte Remembered = 1;
    private const byte Named = 2;
    private const byte Placed = 4;

    private static readonly SessionLabel None = new(SessionClient.Unknown, null);

    /// <summary>Whether the user asked to be remembered.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>The session at the identity provider; empty if there is none.</summary>
    public string ProviderSessionId { get; init; } = "";

    /// <summary>The name of a client without cookies; empty for a browser.</summary>
    public string ClientName { get; init; } = "";

    private bool HasMore =>
        Authentication is not null && (IsRemembered || ProviderSessionId.Length > 0 || ClientName.Length > 0 || Client.HasPlace);

    private byte Flags => (byte)((IsRemembered ? Remembered : 0) | (ClientName.Length > 0 ? Named : 0) | (Client.HasPlace ? Placed : 0));

    private int Size => 1
        + SessionPayloadCodec.SizeOf(Client)
        + (Authentication is null ? 0 : SessionPayloadCodec.SizeOf(Authentication))
        + (HasMore ? 1 + sizeof(int) + ByteWriter.SizeOf(ProviderSessionId) : 0)
        + (HasMore && ClientName.Length > 0 ? sizeof(int) + ByteWriter.SizeOf(ClientName) : 0)
        + (HasMore && Client.HasPlace ? SessionPayloadCodec.SizeOfPlace(Client) : 0);

    public static SessionLabel Of(SessionPayload payload) =>
        new(payload.Clients.Count > 0 ? payload.Clients[^1] : None.Client, payload.Elevation?.Authentication ?? payload.Authentication)
        {
            IsRemembered = payload.PersistentCookie,
            ProviderSessionId = payload.Ticket.IsEmpty ? "" : TicketChange.Read(payload).Principal.FindFirst("sid")?.Value ?? "",
            ClientName = TokenGrant.Of(payload) is { } grant ? grant.NameInLists : "",
        };

    /// <summary>Reads a label. A label that cannot be read, since a newer node may have written it, yields an empty one.</summary>
    public static SessionLabel Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span);
        if (!reader.TryReadByte(out byte format) || format != Format || !SessionPayloadCodec.TryRead(ref reader, out SessionClient? client))
            return None;

        SessionPayloadCodec.TryRead(ref reader, out SessionAuthentication? authentication);
        if (!reader.TryReadByte(out byte flags) || !reader.TryReadText(out string? providerSessionId))
            return new SessionLabel(client, authentication);

        string clientName = (flags & Named) != 0 && reader.TryReadText(out string? name) ? name : "";
        if ((flags & Placed) != 0 && SessionPayloadCodec.TryReadPlace(ref reader, client, out SessionClient? placed))
            client = placed;
        return new SessionLabel(client, authentication)
        {
            IsRemembered = (flags & Remembered) != 0,
            ProviderSessionId = providerSessionId,
            ClientName = clientName,
        };
    }

    /// <summary>
    /// The label's bytes, <see cref="SecureSessionDefaults.MaxLabelBytes"/> at most: an identity provider chooses methods and level
    /// and its session's name; where they are longer, they are left out. Lists can do without them, and a store keeps a label three times.
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
        if (HasMore)
        {
            writer.WriteByte(Flags);
            writer.WriteText(ProviderSessionId);
            if (ClientName.Length > 0)
                writer.WriteText(ClientName);
            if (Client.HasPlace)
                SessionPayloadCodec.WritePlace(ref writer, Client);
        }

        return bytes;
    }

    private SessionLabel Shortened()
    {
        if (ProviderSessionId.Length > 0)
            return this with { ProviderSessionId = "" };

        if (Authentication is { Methods.Count: > 0 } or { Level: not null })
            return this with { Authentication = new SessionAuthentication(Authentication.At, [], null) };

        if (Client.HasPlace)
            return this with { Client = Client with { Country = null, City = null } };

        return ClientName.Length > 0 ? this with { ClientName = "" } : None;
    }
}
