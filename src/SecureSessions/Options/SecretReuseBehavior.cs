namespace SecureSessions;

/// <summary>What happens when a spent secret arrives after the lag window.</summary>
public enum SecretReuseBehavior
{
    /// <summary>The session is ended, for thief and owner alike: one of them holds a copy (SMCS, RFC 9700 4.14.2).</summary>
    EndSession = 1,

    /// <summary>The request is refused and the event raised; the session goes on.</summary>
    RefuseAndReport = 2,
}
