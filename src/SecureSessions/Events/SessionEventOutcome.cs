namespace SecureSessions;

/// <summary>How something that happened to a session came out (ASVS 16.2.1).</summary>
public enum SessionEventOutcome
{
    /// <summary>It was done: a session began, changed or ended as was wanted.</summary>
    Success = 1,

    /// <summary>It was wanted and could not be done.</summary>
    Failure = 2,

    /// <summary>It was wanted, and the answer was no: the cookie, the request or the changes were not accepted.</summary>
    Refused = 3,

    /// <summary>It was only noticed: nothing was refused because of it.</summary>
    Noticed = 4,
}
