namespace SecureSessions;

/// <summary>Opens what a store has found: a sealed payload, and the current secret that is sealed under a previous one.</summary>
internal sealed class SessionOpener(SessionCipher cipher, OpenedPayloads opened, TimeProvider timeProvider)
{
    /// <summary>The hash of a token's secret.</summary>
    public SecretHash Hash(SessionToken token) => cipher.Hash(token.Secret);

    /// <summary>Opens a session that was found and is alive.</summary>
    /// <param name="token">The token that arrived.</param>
    /// <param name="hash">The hash of its secret.</param>
    /// <param name="found">What the store has found.</param>
    public LoadResult Open(SessionToken token, SecretHash hash, FindResult found)
    {
        SessionRecord record = found.Record!;
        if (!SealedPayload.IsReadable(record.Payload.Span) || !SealedPayload.IsReadable(record.Successor.Span))
            return Unreadable(token, found);

        var context = SessionCipher.Context.Of(record);
        if (found.Status != FindStatus.Current)
        {
            // The secret that arrived is the previous one: it opens the current secret, which opens the payload.
            if (!cipher.TryOpenSuccessor(token.Secret, context, record.Successor.Span, out SessionSecret current))
                return new LoadResult(LoadStatus.Undecryptable);
            token = token.WithSecret(current);
            hash = Hash(token);
        }

        if (opened.Find(context, hash, record.Payload) is not { } payload)
        {
            if (!cipher.TryOpenPayload(token.Secret, context, record.Payload, out payload))
                return new LoadResult(LoadStatus.Undecryptable);
            opened.Add(context, hash, record.Payload, payload);
        }

        return new LoadResult(LoadStatus.Loaded)
        {
            Session = ToSession(token, found, payload),
            SendCookie = found.Status == FindStatus.Pending,
        };
    }

    /// <summary>Opens the successor of a previous secret: the token with the current secret.</summary>
    public SessionToken? OpenSuccessor(SessionToken token, SessionRecord record) =>
        cipher.TryOpenSuccessor(token.Secret, SessionCipher.Context.Of(record), record.Successor.Span, out SessionSecret current)
            ? token.WithSecret(current)
            : null;

    // The secret is verified, but the payload stays sealed, so the user is taken from the record. That is enough to end the session, and
    // signs nobody in.
    private LoadResult Unreadable(SessionToken token, FindResult found) => new(LoadStatus.Unreadable)
    {
        Unreadable = ToSession(token, found, SessionPayload.Empty with { UserId = found.Record!.UserId }),
    };

    private LoadedSession ToSession(SessionToken token, FindResult found, SessionPayload payload) => new()
    {
        Record = found.Record!,
        Token = token,
        SecretStatus = found.Status,
        Payload = payload,
        Now = found.Now,
        Timestamp = timeProvider.GetTimestamp(),
    };
}
