namespace SecureSessions;

/// <summary>The verdict of <see cref="ClientCheck"/> on the client of a request.</summary>
/// <param name="Session">The session, with the client if it was remembered.</param>
internal readonly record struct ClientVerdict(LoadedSession Session)
{
    /// <summary>Whether the session is to be revoked.</summary>
    public bool Ends => Response == SignalResponse.End;

    /// <summary>
    /// What differs from all clients that the session was used from: device, network or both; <see langword="null"/> if there is nothing
    /// to report.
    /// </summary>
    public string? Change { get; init; }

    /// <summary>The speed and the networks of an impossible travel; <see langword="null"/> if the travel is possible.</summary>
    public string? Travel { get; init; }

    /// <summary>The response to the change.</summary>
    public SignalResponse Response { get; init; }

    /// <summary>The client.</summary>
    public SessionClient? Client { get; init; }
}
