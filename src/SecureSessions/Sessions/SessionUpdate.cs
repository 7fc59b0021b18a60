namespace SecureSessions;

/// <summary>One write to a stored session.</summary>
/// <param name="Payload">The complete new payload.</param>
internal sealed record SessionUpdate(SessionPayload Payload)
{
    /// <summary>In place of a write: the session is read again, and decided about again, as after a conflict.</summary>
    public static readonly SessionUpdate ReadAgain = new(SessionPayload.Empty);

    /// <summary>The token with the new secret; <see langword="null"/> if the secret stays.</summary>
    public SessionToken? Token { get; private init; }

    /// <summary>
    /// Whether the new secret is a timed renewal: it is pending until the browser has used it. After a regeneration all earlier secrets
    /// are refused at once.
    /// </summary>
    public bool IsRenewal { get; private init; }

    /// <summary>The rotation of a refresh token that this write is; <see langword="null"/> for any other write.</summary>
    public TokenRotation? Rotation { get; private init; }

    /// <summary>The mark that this write answers with a refreshed principal, and that it removes; 0 for none.</summary>
    public long SeenRefreshMark { get; init; }

    /// <summary>Whether the label changes too, which lists of the user's sessions show.</summary>
    public bool ChangesLabel { get; init; }

    /// <summary>A payload under a renewed secret. The earlier secret is accepted until the browser has used the new one.</summary>
    public static SessionUpdate Renewal(LoadedSession session, SessionPayload payload) =>
        new(payload with { FormKey = session.FormKey }) { Token = session.Token.WithNewSecret(), IsRenewal = true };

    /// <summary>
    /// A payload under the successor of a refresh token. The token that was presented is accepted until the successor has been used.
    /// </summary>
    public static SessionUpdate Rotate(SessionPayload payload, SessionToken successor, TokenRotation rotation) =>
        new(payload) { Token = successor, IsRenewal = true, Rotation = rotation };

    /// <summary>
    /// A payload under a regenerated secret. All earlier secrets, and the tokens of forms that are open, are refused at once.
    /// </summary>
    public static SessionUpdate Regeneration(SessionPayload payload, SessionToken token) =>
        new(payload with { FormKey = default }) { Token = token };
}
