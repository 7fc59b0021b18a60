namespace SecureSessions;

/// <summary>What is to be written to a stored session in one step.</summary>
/// <param name="Payload">The payload, whole.</param>
internal sealed record SessionUpdate(SessionPayload Payload)
{
    /// <summary>Whether the secret changes, and how; <see cref="SecretUpdate.None"/> by default.</summary>
    public SecretUpdate Secret { get; private init; }

    /// <summary>The token with the new secret; <see langword="null"/> if the secret stays.</summary>
    public SessionToken? Token { get; private init; }

    /// <summary>The mark of changed privileges that the payload answers, and that is taken back with it; 0 for none.</summary>
    public long SeenRefreshMark { get; init; }

    /// <summary>Whether what lists of the user's sessions show changes too.</summary>
    public bool ChangesLabel { get; init; }

    /// <summary>Under a new secret that changes no privilege. The one before stays good until the browser has used the new one.</summary>
    public static SessionUpdate Renewal(SessionPayload payload, SessionToken token) =>
        new(payload) { Secret = SecretUpdate.Renewal, Token = token };

    /// <summary>Under a new secret. All before it are dead at once.</summary>
    public static SessionUpdate Regeneration(SessionPayload payload, SessionToken token) =>
        new(payload) { Secret = SecretUpdate.Regeneration, Token = token };
}
