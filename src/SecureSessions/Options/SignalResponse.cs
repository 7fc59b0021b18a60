namespace SecureSessions;

/// <summary>What a signal is answered with: something that may be an attack and may be none. The later one is the stricter one.</summary>
public enum SignalResponse
{
    /// <summary>An event, and no more.</summary>
    Report = 1,

    /// <summary>An event; and none of the session's authentications counts as fresh until its user authenticates again.</summary>
    StepUp = 2,

    /// <summary>An event; and the session is ended. The request goes on as anonymous.</summary>
    End = 3,
}
