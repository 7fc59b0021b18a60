namespace SecureSessions;

/// <summary>A session of a user that has ended.</summary>
public sealed record PastSession
{
    /// <summary>The public id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>When it began, by the store's clock, as all times here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its last activity.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ended. For a timeout, the deadline that was passed.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Why it ended.</summary>
    public required SessionEndReason Reason { get; init; }

    /// <summary>When and how its user last authenticated; <see langword="null"/> if unknown.</summary>
    public SessionAuthentication? Authentication { get; init; }

    /// <summary>Browser and system, such as <c>Firefox on Windows</c>; <see langword="null"/> if unknown.</summary>
    public string? Device { get; init; }

    /// <summary>The network that it was last used from, <c>/24</c> or <c>/48</c>; <see langword="null"/> if unknown.</summary>
    public string? Network { get; init; }
}
