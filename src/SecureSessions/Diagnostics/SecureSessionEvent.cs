namespace SecureSessions;

/// <summary>Something that happened to a session: who, what, where and when (ASVS 16.2.1). Never holds a secret or a value.</summary>
public sealed class SecureSessionEvent
{
    /// <summary>What happened.</summary>
    public required SessionEventType Type { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The session's public id; <see langword="null"/> where the cookie named none.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>The user, control characters replaced; <see langword="null"/> if anonymous or unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>Why the session ended, where it did.</summary>
    public SessionEndReason? Reason { get; init; }

    /// <summary>More, from a fixed set of words (for example <c>malformed</c>), or the limit that was exceeded; <see langword="null"/> where there is nothing
    /// to add.</summary>
    public string? Detail { get; init; }

    /// <summary>The request during which it happened; empty where time brought it about and no request.</summary>
    public required RequestOrigin Origin { get; init; }

    /// <summary>The name of the event in logs: that of the OWASP logging vocabulary where it has one.</summary>
    public string Name => SessionEventNames.Of(Type);
}
