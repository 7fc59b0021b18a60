namespace SecureSessions;

/// <summary>What a session of a client without cookies holds beside its user: for which client it is, and how its refresh token was last
/// rotated.</summary>
/// <param name="ClientId">The client that may use the refresh token.</param>
/// <param name="ClientName">What lists of the user's sessions call the client; empty if it has no name.</param>
/// <param name="Audience">The one audience that the client may ask for; empty if it may ask for each that the app knows.</param>
/// <remarks>
/// It lies among the values of the payload. Such a session has no other values, since no request has it as <c>HttpContext.Session</c>, and
/// nodes of earlier versions can open the payload.
/// </remarks>
internal sealed record TokenGrant(string ClientId, string ClientName, string Audience)
{
    // format 1 byte | client id text | client name text | audience text | rotated at int64 | replaced since int64
    // Times are Unix milliseconds; 0 if the refresh token is the first one.
    private const byte Format = 1;
    private const string Key = ".SecureSessions.Tokens";

    /// <summary>When the refresh token was last changed, by the store's clock; <see langword="null"/> if it is the first one.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>
    /// Since when the refresh token before has a successor, by the store's clock. Earlier than <see cref="RotatedAt"/> if nobody used the
    /// successors, so that one has superseded the other.
    /// </summary>
    public DateTimeOffset? ReplacedSince { get; init; }

    /// <summary>What lists show: the name, or else the id.</summary>
    public string NameInLists => ClientName.Length > 0 ? ClientName : ClientId;

    private int Size => 1
        + (3 * sizeof(int)) + ByteWriter.SizeOf(ClientId) + ByteWriter.SizeOf(ClientName) + ByteWriter.SizeOf(Audience)
        + (2 * sizeof(long));

    /// <summary>The grant of a session; <see langword="null"/> if the session is one of a browser.</summary>
    public static TokenGrant? Of(SessionPayload payload)
    {
        if (!payload.Values.TryGetValue(Key, out ReadOnlyMemory<byte> bytes))
            return null;

        var reader = new ByteReader(bytes.Span);
        return reader.TryReadByte(out byte format) && format == Format
            && reader.TryReadText(out string? clientId)
            && reader.TryReadText(out string? clientName)
            && reader.TryReadText(out string? audience)
            && reader.TryReadTime(DateTimeOffset.MaxValue, out DateTimeOffset rotatedAt)
            && reader.TryReadTime(DateTimeOffset.MaxValue, out DateTimeOffset replacedSince)
                ? new TokenGrant(clientId, clientName, audience)
                {
                    RotatedAt = NullIfNone(rotatedAt),
                    ReplacedSince = NullIfNone(replacedSince),
                }
                : null;
    }

    /// <summary>The payload with this grant.</summary>
    public SessionPayload PutInto(SessionPayload payload)
    {
        byte[] bytes = new byte[Size];
        var writer = new ByteWriter(bytes);
        writer.WriteByte(Format);
        writer.WriteText(ClientId);
        writer.WriteText(ClientName);
        writer.WriteText(Audience);
        writer.WriteTime(RotatedAt ?? DateTimeOffset.UnixEpoch);
        writer.WriteTime(ReplacedSince ?? DateTimeOffset.UnixEpoch);
        return payload.WithValues(new Dictionary<string, ReadOnlyMemory<byte>>(payload.Values, StringComparer.Ordinal) { [Key] = bytes });
    }

    private static DateTimeOffset? NullIfNone(DateTimeOffset time) => time == DateTimeOffset.UnixEpoch ? null : time;
}
