namespace SecureSessions;

/// <summary>A living session of a user, as a page of devices shows it. It proves nothing: whoever knows all of it can do nothing with it.</summary>
public sealed record UserSession
{
    /// <summary>The public id: what <see cref="ISecureSessionManager.EndAsync"/> takes.</summary>
    public required SessionId Id { get; init; }

    /// <summary>When it began, by the store's clock, as all times here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last activity.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends unless there is activity before. Never after <see cref="AbsoluteExpiresAt"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it ends whatever happens.</summary>
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>When and how its user last authenticated; <see langword="null"/> if unknown.</summary>
    public SessionAuthentication? Authentication { get; init; }

    /// <summary>Browser and system, such as <c>Firefox on Windows</c>; <see langword="null"/> if unknown.</summary>
    public string? Device { get; init; }

    /// <summary>The network that it was last used from, <c>/24</c> or <c>/48</c>; <see langword="null"/> if unknown.</summary>
    public string? Network { get; init; }

    /// <summary>Whether it is the session of the request.</summary>
    public bool IsCurrent { get; init; }
}
