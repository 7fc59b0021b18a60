namespace SecureSessions;

/// <summary>A session to be created; its payload is version 1.</summary>
public sealed class NewSession
{
    /// <summary>The id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The hash of the first secret.</summary>
    public required SecretHash Hash { get; init; }

    /// <summary>The signed-in user, or <see langword="null"/> for an anonymous session.</summary>
    public string? UserId { get; init; }

    /// <summary>When the session begins, by <see cref="ISecureSessionStore.GetTimeAsync"/>, in whole milliseconds.</summary>
    /// <remarks>Sealed into the payload together with the absolute deadline, which is why the caller fixes it and not the store.</remarks>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The absolute deadline, in whole milliseconds. It never changes.</summary>
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>How long the session may go without activity.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>What lists of the user's sessions show of this one; a store keeps it as it is, also when the session has ended.</summary>
    /// <value>Default: empty. <see cref="SecureSessionDefaults.MaxLabelBytes"/> at most.</value>
    public ReadOnlyMemory<byte> Label { get; init; }

    /// <summary>The sealed payload.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
