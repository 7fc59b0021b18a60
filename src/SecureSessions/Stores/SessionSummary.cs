namespace SecureSessions;

/// <summary>The public facts of a session: no secret, no hash, no payload.</summary>
/// <remarks>An id that was ended before it was ever created is shown with that moment for every time, and without a user.</remarks>
public sealed class SessionSummary
{
    /// <summary>The id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The signed-in user, or <see langword="null"/> for an anonymous session.</summary>
    public required string? UserId { get; init; }

    /// <summary>The version of the payload; 0 once the session has ended.</summary>
    public required long Version { get; init; }

    /// <summary>When the session began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last activity.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>
    /// When the session ends unless there is activity before, or would have ended. Never after <see cref="AbsoluteExpiresAt"/>.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The absolute deadline.</summary>
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>How often the session's privileges have changed, as <see cref="SessionRecord.PrivilegeChanges"/> counts.</summary>
    public required long PrivilegeChanges { get; init; }

    /// <summary>What lists show of it, as it was given; empty if nothing was.</summary>
    public ReadOnlyMemory<byte> Label { get; init; }

    /// <summary>How the session ended; <see langword="null"/> while it lives.</summary>
    public required SessionEnd? End { get; init; }

    /// <summary>The store's time at the look-up.</summary>
    public required DateTimeOffset Now { get; init; }
}
