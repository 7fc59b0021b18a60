using System.Buffers.Binary;
using System.Text;

namespace SecureSessions;

/// <summary>The plain bytes of a payload.</summary>
/// <remarks>
/// <code>
/// flags           1 byte   1 = signed in, 2 = persistent cookie, 4 = authentication, 8 = elevation, 16 = needs step-up, 32 = clients,
///                          64 = form key; no other bit is known
/// user            text     present if signed in
/// ticket          bytes    present if signed in
/// authentication           present if flagged: when int64, method count int32, each text, level text (empty: none)
/// elevation                present if flagged: its authentication, until int64
/// clients                  present if flagged: count int32, each device text, network text (empty: unknown)
/// form key        bytes    present if flagged
/// count           int32
/// count times: key text, value bytes; keys differ
///
/// text and bytes are an int32 length and as many bytes; text is UTF-8. All integers are little-endian; times are Unix milliseconds.
/// </code>
/// The version stands in front of the sealed bytes, see <see cref="SessionCipher"/>. Every length is checked against what is left
/// before anything is allocated, and left-over bytes are an error.
/// </remarks>
internal static partial class SessionPayloadCodec
{
    private const byte SignedIn = 1;
    private const byte PersistentCookie = 2;
    private const byte Authenticated = 4;
    private const byte Elevated = 8;
    private const byte NeedsStepUp = 16;
    private const byte HasClients = 32;
    private const byte HasFormKey = 64;
    private const byte AllFlags = SignedIn | PersistentCookie | Authenticated | Elevated | NeedsStepUp | HasClients | HasFormKey;
    private const int IntSize = sizeof(int);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How many bytes a text has. Strict, or two keys could become one on their way through UTF-8.</summary>
    /// <exception cref="ArgumentException">It is no valid Unicode.</exception>
    public static int SizeOf(string text) => StrictUtf8.GetByteCount(text);

    /// <summary>How many bytes one value takes.</summary>
    /// <exception cref="ArgumentException">The key is no valid Unicode.</exception>
    public static int SizeOf(string key, int valueLength) => IntSize + SizeOf(key) + IntSize + valueLength;

    /// <summary>How many bytes a payload takes.</summary>
    public static int SizeOf(SessionPayload payload)
    {
        int size = 1 + IntSize;
        if (payload.UserId is { } userId)
            size += SizeOf(userId, payload.Ticket.Length);
        size += SizeOfFacts(payload);
        foreach ((string key, ReadOnlyMemory<byte> value) in payload.Values)
            size += SizeOf(key, value.Length);
        return size;
    }

    /// <summary>Writes the payload; <paramref name="destination"/> has exactly the right size.</summary>
    public static void Encode(SessionPayload payload, Span<byte> destination)
    {
        destination[0] = FlagsOf(payload);
        Span<byte> rest = destination[1..];
        if (payload.UserId is { } userId)
        {
            rest = WriteText(rest, userId);
            rest = WriteBytes(rest, payload.Ticket.Span);
        }

        rest = WriteFacts(rest, payload);
        BinaryPrimitives.WriteInt32LittleEndian(rest, payload.Values.Count);
        rest = rest[IntSize..];
        foreach ((string key, ReadOnlyMemory<byte> value) in payload.Values)
        {
            rest = WriteText(rest, key);
            rest = WriteBytes(rest, value.Span);
        }
    }

    /// <summary>Reads a payload; its values are slices of <paramref name="source"/>.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> source, out SessionPayload payload)
    {
        payload = SessionPayload.Empty;
        if (source.IsEmpty || (source.Span[0] & ~AllFlags) != 0)
            return false;

        byte flags = source.Span[0];
        ReadOnlyMemory<byte> rest = source[1..];
        string? userId = null;
        ReadOnlyMemory<byte> ticket = default;
        if ((flags & SignedIn) != 0 && !(TryReadText(ref rest, out userId) && TryReadBytes(ref rest, out ticket)))
            return false;
        if (!TryReadFacts(ref rest, flags, out Facts facts)
            || !TryReadValues(ref rest, out Dictionary<string, ReadOnlyMemory<byte>>? values)
            || !rest.IsEmpty)
        {
            return false;
        }

        payload = new SessionPayload
        {
            UserId = userId,
            Ticket = ticket,
            PersistentCookie = (flags & PersistentCookie) != 0,
            Authentication = facts.Authentication,
            Elevation = facts.Elevation,
            NeedsStepUp = (flags & NeedsStepUp) != 0,
            Clients = facts.Clients,
            FormKey = facts.FormKey,
            Values = values ?? SessionPayload.Empty.Values,
        };
        return true;
    }

    private static byte FlagsOf(SessionPayload payload) => (byte)(
        (payload.UserId is null ? 0 : SignedIn)
        | (payload.PersistentCookie ? PersistentCookie : 0)
        | (payload.Authentication is null ? 0 : Authenticated)
        | (payload.Elevation is null ? 0 : Elevated)
        | (payload.NeedsStepUp ? NeedsStepUp : 0)
        | (payload.Clients.Count == 0 ? 0 : HasClients)
        | (payload.FormKey.IsEmpty ? 0 : HasFormKey));

    private static bool TryReadValues(ref ReadOnlyMemory<byte> rest, out Dictionary<string, ReadOnlyMemory<byte>>? values)
    {
        values = null;
        // A value takes at least its two lengths: a count that cannot fit is refused before anything is allocated.
        if (!TryReadInt32(ref rest, out int count) || count < 0 || count > rest.Length / (2 * IntSize))
            return false;
        if (count == 0)
            return true;

        values = new Dictionary<string, ReadOnlyMemory<byte>>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            if (!TryReadText(ref rest, out string? key) || !TryReadBytes(ref rest, out ReadOnlyMemory<byte> value) || !values.TryAdd(key!, value))
                return false;
        }

        return true;
    }

    private static Span<byte> WriteText(Span<byte> destination, string text)
    {
        int length = StrictUtf8.GetBytes(text, destination[IntSize..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        return destination[(IntSize + length)..];
    }

    private static Span<byte> WriteBytes(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, bytes.Length);
        bytes.CopyTo(destination[IntSize..]);
        return destination[(IntSize + bytes.Length)..];
    }

    private static bool TryReadInt32(ref ReadOnlyMemory<byte> rest, out int value)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(rest.Span, out value))
            return false;

        rest = rest[IntSize..];
        return true;
    }

    private static bool TryReadBytes(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (!TryReadInt32(ref rest, out int length) || length < 0 || length > rest.Length)
            return false;

        bytes = rest[..length];
        rest = rest[length..];
        return true;
    }

    private static bool TryReadText(ref ReadOnlyMemory<byte> rest, out string? text)
    {
        text = null;
        if (!TryReadBytes(ref rest, out ReadOnlyMemory<byte> bytes))
            return false;

        try
        {
            text = StrictUtf8.GetString(bytes.Span);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
