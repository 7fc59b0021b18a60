namespace SecureSessions;

/// <summary>The outcome of an event (ASVS 16.2.1).</summary>
public enum SessionEventOutcome
{
    /// <summary>The operation was carried out: a session began, changed or ended as was asked for.</summary>
    Success = 1,

    /// <summary>The operation was asked for and could not be carried out.</summary>
    Failure = 2,

    /// <summary>The operation was asked for and refused: the cookie, the request or the changes were not accepted.</summary>
    Refused = 3,

    /// <summary>Something was only noticed: nothing was refused because of it.</summary>
    Noticed = 4,
}
