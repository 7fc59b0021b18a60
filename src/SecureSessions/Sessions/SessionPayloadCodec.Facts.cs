using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

// How the user signed in and from where. A label carries some of it too.
internal static partial class SessionPayloadCodec
{
    /// <summary>So that a length that is not true costs no memory: more methods or clients than this are an error, and are not written.</summary>
    private const int MostOfAKind = 64;

    public static int SizeOf(SessionAuthentication authentication) =>
        sizeof(long) + IntSize + MethodsOf(authentication).Sum(static method => IntSize + SizeOf(method)) + IntSize + SizeOf(authentication.Level ?? "");

    public static int SizeOf(SessionClient client) => SizeOf(client.Device ?? "", SizeOf(client.Network ?? ""));

    public static Span<byte> Write(Span<byte> destination, SessionAuthentication authentication)
    {
        Span<byte> rest = WriteTime(destination, authentication.At);
        IReadOnlyList<string> methods = MethodsOf(authentication);
        BinaryPrimitives.WriteInt32LittleEndian(rest, methods.Count);
        rest = rest[IntSize..];
        foreach (string method in methods)
            rest = WriteText(rest, method);
        return WriteText(rest, authentication.Level ?? "");
    }

    public static Span<byte> Write(Span<byte> destination, SessionClient client) =>
        WriteText(WriteText(destination, client.Device ?? ""), client.Network ?? "");

    public static bool TryRead(ref ReadOnlyMemory<byte> rest, [NotNullWhen(true)] out SessionAuthentication? authentication)
    {
        authentication = null;
        if (!TryReadTime(ref rest, out DateTimeOffset at) || !TryReadCount(ref rest, out int count))
            return false;

        string[] methods = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryReadText(ref rest, out string? method))
                return false;
            methods[i] = method!;
        }

        if (!TryReadText(ref rest, out string? level))
            return false;

        authentication = new SessionAuthentication(at, methods, NullIfEmpty(level));
        return true;
    }

    public static bool TryRead(ref ReadOnlyMemory<byte> rest, [NotNullWhen(true)] out SessionClient? client)
    {
        client = null;
        if (!TryReadText(ref rest, out string? device) || !TryReadText(ref rest, out string? network))
            return false;

        client = new SessionClient(NullIfEmpty(device), NullIfEmpty(network));
        return true;
    }

    // How many methods there are is the identity provider's choice: a list that is too long must not make a session that nobody can open.
    private static IReadOnlyList<string> MethodsOf(SessionAuthentication authentication) =>
        authentication.Methods.Count <= MostOfAKind ? authentication.Methods : [.. authentication.Methods.Take(MostOfAKind)];

    // The present one is the last.
    private static IReadOnlyList<SessionClient> ClientsOf(SessionPayload payload) =>
        payload.Clients.Count <= MostOfAKind ? payload.Clients : [.. payload.Clients.TakeLast(MostOfAKind)];

    private static int SizeOfFacts(SessionPayload payload)
    {
        int size = 0;
        if (payload.Authentication is { } authentication)
            size += SizeOf(authentication);
        if (payload.Elevation is { } elevation)
            size += SizeOf(elevation.Authentication) + sizeof(long);
        if (payload.Clients.Count > 0)
            size += IntSize + ClientsOf(payload).Sum(SizeOf);
        return payload.FormKey.IsEmpty ? size : size + IntSize + payload.FormKey.Length;
    }

    private static Span<byte> WriteFacts(Span<byte> destination, SessionPayload payload)
    {
        Span<byte> rest = destination;
        if (payload.Authentication is { } authentication)
            rest = Write(rest, authentication);
        if (payload.Elevation is { } elevation)
            rest = WriteTime(Write(rest, elevation.Authentication), elevation.Until);
        if (payload.Clients.Count > 0)
        {
            IReadOnlyList<SessionClient> clients = ClientsOf(payload);
            BinaryPrimitives.WriteInt32LittleEndian(rest, clients.Count);
            rest = rest[IntSize..];
            foreach (SessionClient client in clients)
                rest = Write(rest, client);
        }

        return payload.FormKey.IsEmpty ? rest : WriteBytes(rest, payload.FormKey.Span);
    }

    private static bool TryReadFacts(ref ReadOnlyMemory<byte> rest, byte flags, out Facts facts)
    {
        facts = default;
        SessionAuthentication? authentication = null;
        if ((flags & Authenticated) != 0 && !TryRead(ref rest, out authentication))
            return false;
        SessionPayload.StepUp? elevation = null;
        if ((flags & Elevated) != 0 && !TryReadElevation(ref rest, out elevation))
            return false;
        SessionClient[] clients = [];
        if ((flags & HasClients) != 0 && !TryReadClients(ref rest, out clients))
            return false;
        ReadOnlyMemory<byte> formKey = default;
        if ((flags & HasFormKey) != 0 && !(TryReadBytes(ref rest, out formKey) && !formKey.IsEmpty))
            return false;

        facts = new Facts(authentication, elevation, clients, formKey);
        return true;
    }

    private static bool TryReadElevation(ref ReadOnlyMemory<byte> rest, out SessionPayload.StepUp? elevation)
    {
        elevation = TryRead(ref rest, out SessionAuthentication? authentication) && TryReadTime(ref rest, out DateTimeOffset until)
            ? new SessionPayload.StepUp(authentication, until)
            : null;
        return elevation is not null;
    }

    private static bool TryReadClients(ref ReadOnlyMemory<byte> rest, out SessionClient[] clients)
    {
        clients = [];
        if (!TryReadCount(ref rest, out int count) || count == 0)
            return false;

        clients = new SessionClient[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(ref rest, out SessionClient? client))
                return false;
            clients[i] = client;
        }

        return true;
    }

    private static bool TryReadCount(ref ReadOnlyMemory<byte> rest, out int count) => TryReadInt32(ref rest, out count) && count is >= 0 and <= MostOfAKind;

    private static Span<byte> WriteTime(Span<byte> destination, DateTimeOffset time)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, time.ToUnixTimeMilliseconds());
        return destination[sizeof(long)..];
    }

    private static bool TryReadTime(ref ReadOnlyMemory<byte> rest, out DateTimeOffset time)
    {
        time = default;
        if (!BinaryPrimitives.TryReadInt64LittleEndian(rest.Span, out long milliseconds)
            || milliseconds < 0
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        rest = rest[sizeof(long)..];
        return true;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private readonly record struct Facts(
        SessionAuthentication? Authentication, SessionPayload.StepUp? Elevation, SessionClient[] Clients, ReadOnlyMemory<byte> FormKey);
}
