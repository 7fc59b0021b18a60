namespace SecureSessions;

/// <summary>What a store keeps of a living session, as its holder may see it. The hashes stay in the store.</summary>
public sealed record SessionRecord
{
    /// <summary>The id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>Counts the payloads: 1 at creation, one more at each replacement.</summary>
    public required long Version { get; init; }

    /// <summary>The signed-in user, or <see langword="null"/>. A label: the truth is in the sealed payload.</summary>
    public required string? UserId { get; init; }

    /// <summary>When the session began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last activity, this request included.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the session ends unless there is activity before. Never after <see cref="AbsoluteExpiresAt"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long the session may go without activity, as it was created; bound by the seal of the payload.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>When the session ends whatever happens.</summary>
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>
    /// From when the age of the current secret counts: its issue at creation or regeneration, or its confirmation after a renewal.
    /// </summary>
    public required DateTimeOffset SecretIssuedAt { get; init; }

    /// <summary>Whether a renewal is pending, or its grace still runs: then no other may start.</summary>
    public required bool RenewalUnderWay { get; init; }

    /// <summary>How often the session was marked since a write answered the marks; 0 if its principal is up to date.</summary>
    public required long RefreshMark { get; init; }

    /// <summary>
    /// Whether one of these marks demands that the user authenticates again. The write that answers the marks takes it back with them.
    /// </summary>
    public required bool Reauthenticate { get; init; }

    /// <summary>
    /// How often the session's privileges have changed: one more with each regeneration and each mark, and never less. Renewals do not
    /// count.
    /// </summary>
    public required long PrivilegeChanges { get; init; }

    /// <summary>The sealed payload.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The current secret, sealed under the previous one; empty if the last change of the secret was no renewal.</summary>
    public required ReadOnlyMemory<byte> Successor { get; init; }
}
