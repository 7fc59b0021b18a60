namespace SecureSessions;

/// <summary>What a session needs of the request around it.</summary>
internal interface ISessionScope
{
    /// <summary>The stored session that the request has.</summary>
    LoadedSession? Stored { get; }

    /// <summary>The handler looks at the session for the first time: what it answers may depend on it.</summary>
    void OnLooked();

    /// <summary>The session is about to change its state; refuses what can no longer be carried out.</summary>
    /// <exception cref="InvalidOperationException">The new state needs a cookie and the response has started.</exception>
    void OnChanging(SessionState next);

    /// <summary>The session is about to be ended; refuses if nobody could look up whether there is one.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed earlier in this request.</exception>
    void EnsureCanEnd();

    /// <summary>The session has changed its state.</summary>
    void OnChanged();

    /// <summary>Fires when this session ends or its privileges change, as long as the request lasts.</summary>
    CancellationToken WatchEnd(LoadedSession session);

    /// <summary>Stores the changes now instead of when the response starts.</summary>
    Task CommitNowAsync();
}
