namespace SecureSessions;

/// <summary>What a session needs from its request.</summary>
internal interface ISessionScope
{
    /// <summary>The options.</summary>
    SessionPolicy Policy { get; }

    /// <summary>The clock.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>The stored session of the request.</summary>
    LoadedSession? Stored { get; }

    /// <summary>The handler has read or changed the session for the first time, so the answer may depend on the session.</summary>
    void OnAccessed();

    /// <summary>The session is about to change its state. Throws if the new state can no longer be carried out.</summary>
    /// <exception cref="InvalidOperationException">The new state needs a cookie and the response has started.</exception>
    void OnChanging(SessionState next);

    /// <summary>
    /// The session is about to be ended. Throws if it is not known whether the request has one, because the store failed.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed earlier in this request.</exception>
    void EnsureCanEnd();

    /// <summary>The session has changed its state.</summary>
    void OnChanged();

    /// <summary>A token that is cancelled when this session ends or its privileges change while the request runs.</summary>
    CancellationToken GetEndedToken(LoadedSession session);

    /// <summary>Stores the changes now instead of when the response starts.</summary>
    Task CommitNowAsync();
}
