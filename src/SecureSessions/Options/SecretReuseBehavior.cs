namespace SecureSessions;

/// <summary>What happens when a spent secret arrives after the lag window.</summary>
public enum SecretReuseBehavior
{
    /// <summary>
    /// The session is ended, for the thief and for the owner: one of the two holds a copy of the cookie (SMCS, RFC 9700 4.14.2).
    /// </summary>
    EndSession = 1,

    /// <summary>The request is refused and the event is raised. The session goes on.</summary>
    RefuseAndReport = 2,
}
