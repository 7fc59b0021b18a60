namespace SecureSessions;

/// <summary>A stored session at one version, as a request holds it: its secret was verified, its payload opened.</summary>
internal sealed record LoadedSession
{
    public required SessionRecord Record { get; init; }

    /// <summary>The token with the current secret, which is not always the one that arrived.</summary>
    public required SessionToken Token { get; init; }

    /// <summary>The status of the secret that arrived: current, pending or in its grace.</summary>
    public required FindStatus SecretStatus { get; init; }

    public required SessionPayload Payload { get; init; }

    /// <summary>The store's time when the record was read.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The time when the record was read, by this node's monotonic clock.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The store's time now, estimated without a call to the store.</summary>
    public DateTimeOffset NowBy(TimeProvider timeProvider) => Now + timeProvider.GetElapsedTime(Timestamp);

    public bool IsAnonymous => Payload.UserId is null;

    /// <summary>Whether privileges of the session's user were changed elsewhere since its principal was built.</summary>
    public bool IsMarked => Record.RefreshMark > 0 && !IsAnonymous;

    /// <summary>
    /// Whether a step-up is demanded that a request does not know of which has loaded the session as <paramref name="known"/>. A step-up
    /// that such a request makes is older than the demand, and does not meet it.
    /// </summary>
    public bool DemandsStepUpSince(LoadedSession known) =>
        Payload.NeedsStepUp && !(known.Payload.NeedsStepUp && known.Record.PrivilegeChanges == Record.PrivilegeChanges);

    /// <summary>
    /// Whether any request may rotate the secret now: not while it is in its grace, and not while a rotation is pending. A refresh token
    /// changes only when its client asks for that.
    /// </summary>
    public bool CanRenew =>
        SecretStatus == FindStatus.Current && !Record.RenewalUnderWay && Token.Secret.Kind == SecretKind.Cookie;

    /// <summary>
    /// The key of the session's form tokens. It is derived from the secret, so that nothing is stored and all nodes agree. A timed renewal
    /// keeps the key, since open forms would break otherwise; a regeneration and a sign-in make a new one (CSRFCS, ASVS 3.5.1).
    /// </summary>
    public ReadOnlyMemory<byte> FormKey => Payload.FormKey.IsEmpty ? SessionCipher.DeriveFormKey(Token.Secret) : Payload.FormKey;

    /// <summary>The session after a change was written.</summary>
    public LoadedSession Updated(SessionUpdate update)
    {
        LoadedSession written = this with { Record = Record with { Version = Record.Version + 1 }, Payload = update.Payload };
        if (update.Token is not { } token)
            return written;

        return update.IsRenewal
            ? written with { Token = token, SecretStatus = FindStatus.Pending }
            : written with
            {
                Record = written.Record with { PrivilegeChanges = Record.PrivilegeChanges + 1 },
                Token = token,
                SecretStatus = FindStatus.Current,
            };
    }
}
