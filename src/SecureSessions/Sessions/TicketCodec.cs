using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

/// <summary>The bytes of an authentication ticket, as the framework's serializer has them.</summary>
internal static class TicketCodec
{
    public static byte[] Write(AuthenticationTicket ticket) => TicketSerializer.Default.Serialize(ticket);

    /// <summary>Reads a ticket. Returns <see langword="null"/> if another version of the framework wrote it, in another format.</summary>
    public static AuthenticationTicket? Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new TicketReader(bytes);
        return TicketSerializer.Default.Read(reader);
    }
}
