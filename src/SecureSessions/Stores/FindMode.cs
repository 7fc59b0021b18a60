namespace SecureSessions;

/// <summary>How a session is looked for.</summary>
public enum FindMode
{
    /// <summary>
    /// A cookie arrived: the request counts as activity and slides the idle deadline, unless this version cannot read the payload
    /// (<see cref="SealedPayload.IsReadable"/>). A store may leave out what comes within a second after activity that it has noted.
    /// </summary>
    Active = 1,

    /// <summary>A cookie arrived with a request that is no activity (polling): everything but the slide.</summary>
    Passive = 2,

    /// <summary>
    /// A request that was let in reads again after a conflict: nothing slides, nothing is confirmed, no timeout counts as
    /// reported, and the previous secret is accepted however long it has been replaced.
    /// </summary>
    Reread = 3,
}
