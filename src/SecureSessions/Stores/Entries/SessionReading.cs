namespace SecureSessions;

/// <summary>A session between its reading from a store that keeps bytes and its writing back.</summary>
internal sealed class SessionReading
{
    /// <summary>A field, since the session is a value that its calls change in place.</summary>
    public StoredSession Session;

    private readonly StoredSession _read;
    private readonly TimeSpan _touchInterval;

    /// <summary>Takes what was read, and carries out what time has done to it since.</summary>
    /// <exception cref="SecureSessionStoreException">The bytes cannot be read: an empty session in their place would be a silent
    /// loss.</exception>
    public SessionReading(SessionId id, in SessionRow row, TimeSpan touchInterval)
    {
        Row = row;
        _touchInterval = touchInterval;
        _read = row.State.IsEmpty ? new StoredSession(id) : Decode(id, row);
        Now = row.Now.ToUnixTimeMilliseconds();
        Session = _read;
        Session.TryExpire(Now);
        if (Now >= Session.DueAt)
            Session = new StoredSession(id);
    }

    public long Now { get; }

    /// <summary>What was read.</summary>
    public SessionRow Row { get; }

    /// <summary>Whether there is something to write back.</summary>
    public bool HasChanged => Session.Exists && Session.Stamp != _read.Stamp;

    /// <summary>Whether activity is not worth a write yet.</summary>
    public bool WasSeenJustNow
    {
        get
        {
            long interval = Math.Min(SessionClock.ToMilliseconds(_touchInterval), Session.IdleTimeout / 4);
            return Now < Session.LastSeenAt + interval;
        }
    }

    /// <summary>What is to be written back.</summary>
    /// <param name="writtenBefore">When the write comes too late; <see langword="null"/> if it never does.</param>
    public SessionWrite ToWrite(DateTimeOffset? writtenBefore)
    {
        bool keepsPayload = Session.Version == _read.Version && Session.IsEnded == _read.IsEnded;
        return new SessionWrite(Session, Now, Row.Revision, keepsPayload, writtenBefore);
    }

    private static StoredSession Decode(SessionId id, in SessionRow row)
    {
        if (StoredSession.TryDecode(id, row.State.Span, out StoredSession session))
        {
            if (!row.Payload.IsEmpty)
                session.PutPayload(row.Payload.Span);
            return session;
        }

        throw new SecureSessionStoreException(StoredSession.IsOfUnknownFormat(row.State.Span)
            ? $"Session {id} has a format in the store that is unknown here; a newer node may have written it. It was left as it is."
            : $"Session {id} is damaged in the store. It was left as it is.");
    }
}
