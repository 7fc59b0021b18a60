namespace SecureSessions;

/// <summary>What is to be written to a stored session in one step.</summary>
/// <param name="Payload">The payload, whole.</param>
internal sealed record SessionUpdate(SessionPayload Payload)
{
    /// <summary>The token with the new secret; <see langword="null"/> if the secret stays.</summary>
    public SessionToken? Token { get; private init; }

    /// <summary>Whether the secret changes on a timer: then the new one is pending until the browser has used it. On a change of privilege all before it
    /// are dead at once.</summary>
    public bool IsRenewal { get; private init; }

    /// <summary>The mark of changed privileges that the payload answers, and that is taken back with it; 0 for none.</summary>
    public long SeenRefreshMark { get; init; }

    /// <summary>Whether what lists of the user's sessions show changes too.</summary>
    public bool ChangesLabel { get; init; }

    /// <summary>A payload under a new secret that changes no privilege: the earlier secret stays good until the browser has used the new one.</summary>
    public static SessionUpdate Renewal(LoadedSession session, SessionPayload payload) =>
        new(payload with { FormKey = session.FormKey }) { Token = session.Token.WithNewSecret(), IsRenewal = true };

    /// <summary>A payload under a new secret: all earlier secrets are dead at once, and so are open forms.</summary>
    public static SessionUpdate Regeneration(SessionPayload payload, SessionToken token) =>
        new(payload with { FormKey = default }) { Token = token };
}
