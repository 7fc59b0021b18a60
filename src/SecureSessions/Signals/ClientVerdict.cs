namespace SecureSessions;

/// <summary>What <see cref="ClientCheck"/> says of the client of a request that is about to be let in.</summary>
/// <param name="Session">The session, with what was remembered of the client.</param>
internal readonly record struct ClientVerdict(LoadedSession Session)
{
    /// <summary>Whether the session is to be revoked.</summary>
    public bool Ends => Response == SignalResponse.End;

    /// <summary>What of the client differs from all that the session was used from; <see langword="null"/> where there is nothing to report.</summary>
    public string? Change { get; init; }

    /// <summary>The speed and the networks of an impossible way; nothing where the user can have come from there.</summary>
    public string? Travel { get; init; }

    /// <summary>What answers the change.</summary>
    public SignalResponse Response { get; init; }

    /// <summary>The client.</summary>
    public SessionClient? Client { get; init; }
}
