namespace SecureSessions;

/// <summary>The response to a signal, which may be an attack or may be harmless. A later member of this enum is stricter.</summary>
public enum SignalResponse
{
    /// <summary>An event is raised, and nothing else happens.</summary>
    Report = 1,

    /// <summary>An event is raised, and none of the session's authentications counts as fresh until the user authenticates again.</summary>
    StepUp = 2,

    /// <summary>An event is raised, and the session is ended. The request goes on as anonymous.</summary>
    End = 3,
}
