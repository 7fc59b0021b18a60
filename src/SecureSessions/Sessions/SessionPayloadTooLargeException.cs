namespace SecureSessions;

/// <summary>A session's payload is larger than allowed. Nothing was stored.</summary>
public sealed class SessionPayloadTooLargeException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public SessionPayloadTooLargeException()
        : this(
            "The session's payload is too large. Keep large data in a database and its key in the session, or raise "
            + "SecureSessionOptions.MaxPayloadBytes.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public SessionPayloadTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SessionPayloadTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses a payload that is larger than the limit.</summary>
    /// <exception cref="SessionPayloadTooLargeException">The payload is larger than the limit.</exception>
    internal static void ThrowIfOver(SessionPayload payload, int limit)
    {
        if (SessionPayloadCodec.SizeOf(payload) > limit)
            throw For(payload, limit);
    }

    /// <summary>Creates an exception whose message names the size, the limit and the largest keys.</summary>
    internal static SessionPayloadTooLargeException For(SessionPayload payload, int limit)
    {
        IEnumerable<string> largest = payload.Values
            .OrderByDescending(value => value.Value.Length)
            .Take(3)
            .Select(value => $"'{LogText.Neutralise(value.Key)}' ({value.Value.Length} bytes)");
        string principal = payload.Ticket.IsEmpty ? "" : $"The principal takes {payload.Ticket.Length} bytes. ";
        return new SessionPayloadTooLargeException(
            $"The session's payload has {SessionPayloadCodec.SizeOf(payload)} bytes, the limit is {limit}. {principal}"
            + $"The largest values: {string.Join(", ", largest)}. "
            + "Keep large data in a database and its key in the session, or raise SecureSessionOptions.MaxPayloadBytes.");
    }
}
