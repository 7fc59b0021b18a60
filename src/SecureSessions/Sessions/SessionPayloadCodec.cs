using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>The plain bytes of a payload.</summary>
/// <remarks>
/// <code>
/// flags           1 byte   1 = signed in, 2 = persistent cookie, 4 = authentication, 8 = elevation, 16 = needs step-up, 32 = clients,
///                          64 = form key, 128 = places of the clients
/// user            text     present if signed in
/// ticket          bytes    present if signed in
/// authentication           present if flagged: when int64, method count int32, each text, level text (empty: none)
/// elevation                present if flagged: its authentication, until int64
/// clients                  present if flagged: count int32, each device text, network text (empty: unknown)
/// places                   present if flagged, which needs clients: of each client country text, city text (empty: unknown)
/// form key        bytes    present if flagged
/// count           int32
/// count times: key text, value bytes; keys differ
///
/// text and bytes are an int32 length and as many bytes; text is UTF-8. All integers are little-endian; times are Unix milliseconds.
/// </code>
/// The version stands in front of the sealed bytes, see <see cref="SessionCipher"/>. A label carries an authentication and a client too,
/// and the properties of a sign-in carry an authentication.
/// </remarks>
internal static class SessionPayloadCodec
{
    private const byte SignedIn = 1;
    private const byte PersistentCookie = 2;
    private const byte Authenticated = 4;
    private const byte Elevated = 8;
    private const byte NeedsStepUp = 16;
    private const byte HasClients = 32;
    private const byte HasFormKey = 64;
    private const byte HasPlaces = 128;
    private const int IntSize = sizeof(int);

    /// <summary>More methods or clients than this are an error, and are not written: a count that is not true costs no memory.</summary>
    private const int MaxCount = 64;

    /// <summary>How many bytes a text has. Strict, or two keys could become one on their way through UTF-8.</summary>
    /// <exception cref="ArgumentException">The text is no valid Unicode.</exception>
    public static int SizeOf(string text) => ByteWriter.SizeOf(text);

    /// <summary>How many bytes one value takes.</summary>
    /// <exception cref="ArgumentException">The key is no valid Unicode.</exception>
    public static int SizeOf(string key, int valueLength) => IntSize + SizeOf(key) + IntSize + valueLength;

    public static int SizeOf(SessionClient client) => SizeOf(client.Device ?? "", SizeOf(client.Network ?? ""));

    public static int SizeOfPlace(SessionClient client) => SizeOf(client.Country ?? "", SizeOf(client.City ?? ""));

    public static int SizeOf(SessionAuthentication authentication) =>
        sizeof(long)
        + IntSize + MethodsOf(authentication).Sum(static method => IntSize + SizeOf(method))
        + IntSize + SizeOf(authentication.Level ?? "");

    /// <summary>How many bytes a payload takes.</summary>
    public static int SizeOf(SessionPayload payload)
    {
        int size = 1 + IntSize;
        if (payload.UserId is { } userId)
            size += SizeOf(userId, payload.Ticket.Length);
        if (payload.Authentication is { } authentication)
            size += SizeOf(authentication);
        if (payload.Elevation is { } elevation)
            size += SizeOf(elevation.Authentication) + sizeof(long);
        if (payload.Clients.Count > 0)
            size += IntSize + ClientsOf(payload).Sum(SizeOf);
        if (HavePlaces(payload))
            size += ClientsOf(payload).Sum(SizeOfPlace);
        if (!payload.FormKey.IsEmpty)
            size += IntSize + payload.FormKey.Length;
        foreach ((string key, ReadOnlyMemory<byte> value) in payload.Values)
            size += SizeOf(key, value.Length);
        return size;
    }

    /// <summary>Writes the payload; <paramref name="destination"/> has exactly the right size.</summary>
    public static void Encode(SessionPayload payload, Span<byte> destination)
    {
        var writer = new ByteWriter(destination);
        writer.WriteByte(FlagsOf(payload));
        if (payload.UserId is { } userId)
        {
            writer.WriteText(userId);
            writer.WriteBytes(payload.Ticket.Span);
        }

        if (payload.Authentication is { } authentication)
            Write(ref writer, authentication);
        if (payload.Elevation is { } elevation)
        {
            Write(ref writer, elevation.Authentication);
            writer.WriteTime(elevation.Until);
        }

        if (payload.Clients.Count > 0)
            WriteClients(ref writer, ClientsOf(payload));
        if (HavePlaces(payload))
            WritePlaces(ref writer, ClientsOf(payload));
        if (!payload.FormKey.IsEmpty)
            writer.WriteBytes(payload.FormKey.Span);

        writer.WriteInt32(payload.Values.Count);
        foreach ((string key, ReadOnlyMemory<byte> value) in payload.Values)
        {
            writer.WriteText(key);
            writer.WriteBytes(value.Span);
        }
    }

    public static void Write(ref ByteWriter writer, SessionAuthentication authentication)
    {
        writer.WriteTime(authentication.At);
        IReadOnlyList<string> methods = MethodsOf(authentication);
        writer.WriteInt32(methods.Count);
        foreach (string method in methods)
            writer.WriteText(method);
        writer.WriteText(authentication.Level ?? "");
    }

    public static void Write(ref ByteWriter writer, SessionClient client)
    {
        writer.WriteText(client.Device ?? "");
        writer.WriteText(client.Network ?? "");
    }

    public static void WritePlace(ref ByteWriter writer, SessionClient client)
    {
        writer.WriteText(client.Country ?? "");
        writer.WriteText(client.City ?? "");
    }

    /// <summary>Reads a payload; ticket, form key and values are slices of <paramref name="source"/>.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> source, out SessionPayload payload)
    {
        payload = SessionPayload.Empty;
        var reader = new ByteReader(source.Span);
        if (!reader.TryReadByte(out byte flags))
            return false;

        string? userId = null;
        ReadOnlyMemory<byte> ticket = default;
        SessionAuthentication? authentication = null;
        SessionPayload.StepUp? elevation = null;
        SessionClient[] clients = [];
        ReadOnlyMemory<byte> formKey = default;
        if (((flags & SignedIn) != 0 && !(reader.TryReadText(out userId) && TryReadSlice(ref reader, source, out ticket)))
            || ((flags & Authenticated) != 0 && !TryRead(ref reader, out authentication))
            || ((flags & Elevated) != 0 && !TryReadElevation(ref reader, out elevation))
            || ((flags & HasClients) != 0 && !TryReadClients(ref reader, out clients))
            || ((flags & HasPlaces) != 0 && !TryReadPlaces(ref reader, clients))
            || ((flags & HasFormKey) != 0 && !(TryReadSlice(ref reader, source, out formKey) && !formKey.IsEmpty))
            || !TryReadValues(ref reader, source, out IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
            || !reader.IsAtEnd)
        {
            return false;
        }

        payload = new SessionPayload
        {
            UserId = userId,
            Ticket = ticket,
            PersistentCookie = (flags & PersistentCookie) != 0,
            Authentication = authentication,
            Elevation = elevation,
            NeedsStepUp = (flags & NeedsStepUp) != 0,
            Clients = clients,
            FormKey = formKey,
            Values = values,
        };
        return true;
    }

    public static bool TryRead(ref ByteReader reader, [NotNullWhen(true)] out SessionAuthentication? authentication)
    {
        authentication = null;
        if (!reader.TryReadTime(DateTimeOffset.MaxValue, out DateTimeOffset at) || !reader.TryReadInt32(MaxCount, out int count))
            return false;

        string[] methods = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadText(out string? method))
                return false;
            methods[i] = method;
        }

        if (!reader.TryReadText(out string? level))
            return false;

        authentication = new SessionAuthentication(at, methods, NullIfEmpty(level));
        return true;
    }

    public static bool TryRead(ref ByteReader reader, [NotNullWhen(true)] out SessionClient? client)
    {
        client = null;
        if (!reader.TryReadText(out string? device) || !reader.TryReadText(out string? network))
            return false;

        client = new SessionClient(NullIfEmpty(device), NullIfEmpty(network));
        return true;
    }

    /// <summary>Reads the place of a client.</summary>
    public static bool TryReadPlace(ref ByteReader reader, SessionClient client, [NotNullWhen(true)] out SessionClient? placed)
    {
        placed = null;
        if (!reader.TryReadText(out string? country) || !reader.TryReadText(out string? city))
            return false;

        placed = client with { Country = NullIfEmpty(country), City = NullIfEmpty(city) };
        return true;
    }

    private static byte FlagsOf(SessionPayload payload) => (byte)(
        (payload.UserId is null ? 0 : SignedIn)
        | (payload.PersistentCookie ? PersistentCookie : 0)
        | (payload.Authentication is null ? 0 : Authenticated)
        | (payload.Elevation is null ? 0 : Elevated)
        | (payload.NeedsStepUp ? NeedsStepUp : 0)
        | (payload.Clients.Count == 0 ? 0 : HasClients)
        | (HavePlaces(payload) ? HasPlaces : 0)
        | (payload.FormKey.IsEmpty ? 0 : HasFormKey));

    // The identity provider chooses the number of methods: a list that is too long must not make a session that cannot be opened.
    private static IReadOnlyList<string> MethodsOf(SessionAuthentication authentication) =>
        authentication.Methods.Count <= MaxCount ? authentication.Methods : [.. authentication.Methods.Take(MaxCount)];

    // The present client is the last one.
    private static IReadOnlyList<SessionClient> ClientsOf(SessionPayload payload) =>
        payload.Clients.Count <= MaxCount ? payload.Clients : [.. payload.Clients.TakeLast(MaxCount)];

    private static bool HavePlaces(SessionPayload payload) => ClientsOf(payload).Any(static client => client.HasPlace);

    private static void WriteClients(ref ByteWriter writer, IReadOnlyList<SessionClient> clients)
    {
        writer.WriteInt32(clients.Count);
        foreach (SessionClient client in clients)
            Write(ref writer, client);
    }

    private static void WritePlaces(ref ByteWriter writer, IReadOnlyList<SessionClient> clients)
    {
        foreach (SessionClient client in clients)
            WritePlace(ref writer, client);
    }

    private static bool TryReadElevation(ref ByteReader reader, out SessionPayload.StepUp? elevation)
    {
        elevation = TryRead(ref reader, out SessionAuthentication? authentication)
            && reader.TryReadTime(DateTimeOffset.MaxValue, out DateTimeOffset until)
                ? new SessionPayload.StepUp(authentication, until)
                : null;
        return elevation is not null;
    }

    private static bool TryReadClients(ref ByteReader reader, out SessionClient[] clients)
    {
        clients = [];
        if (!reader.TryReadInt32(MaxCount, out int count) || count == 0)
            return false;

        clients = new SessionClient[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(ref reader, out SessionClient? client))
                return false;
            clients[i] = client;
        }

        return true;
    }

    private static bool TryReadPlaces(ref ByteReader reader, SessionClient[] clients)
    {
        for (int i = 0; i < clients.Length; i++)
        {
            if (!TryReadPlace(ref reader, clients[i], out SessionClient? placed))
                return false;
            clients[i] = placed;
        }

        return clients.Length > 0;
    }

    private static bool TryReadValues(
        ref ByteReader reader, ReadOnlyMemory<byte> source, out IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        values = SessionPayload.Empty.Values;

        // A value takes at least its two lengths: a count that cannot fit is refused before anything is allocated.
        if (!reader.TryReadInt32(int.MaxValue, out int count) || count > reader.Remaining / (2 * IntSize))
            return false;
        if (count == 0)
            return true;

        var read = new Dictionary<string, ReadOnlyMemory<byte>>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadText(out string? key)
                || !TryReadSlice(ref reader, source, out ReadOnlyMemory<byte> value)
                || !read.TryAdd(key, value))
            {
                return false;
            }
        }

        values = read;
        return true;
    }

    // Returns the bytes as a slice of the source: a session keeps its values longer than a span lives.
    private static bool TryReadSlice(ref ByteReader reader, ReadOnlyMemory<byte> source, out ReadOnlyMemory<byte> bytes)
    {
        bool isThere = reader.TryReadBytes(out ReadOnlySpan<byte> read);
        bytes = isThere ? source.Slice(reader.Position - read.Length, read.Length) : default;
        return isThere;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
