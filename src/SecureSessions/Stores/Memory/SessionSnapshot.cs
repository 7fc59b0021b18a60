namespace SecureSessions;

/// <summary>All that a session entry knows but its id, to be written down at once. Times and durations are milliseconds.</summary>
internal sealed class SessionSnapshot
{
    public required string? UserId { get; init; }

    /// <summary>0 for a tombstone that never was a session.</summary>
    public required long Version { get; init; }

    public required SecretHash Hash { get; init; }

    public required long CreatedAt { get; init; }

    public required long AbsoluteExpiresAt { get; init; }

    public required long IdleTimeout { get; init; }

    public required long LastSeenAt { get; init; }

    public required long SecretIssuedAt { get; init; }

    public required byte[] Payload { get; init; }

    public required byte[] Label { get; init; }

    public required int RefreshMark { get; init; }

    public required int PrivilegeChanges { get; init; }

    public required SessionRenewal? Renewal { get; init; }

    /// <summary>The one that was spent first in front.</summary>
    public required IReadOnlyCollection<SpentSecret> SpentSecrets { get; init; }

    public required SessionTombstone? Tombstone { get; init; }
}
