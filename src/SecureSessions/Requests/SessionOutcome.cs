namespace SecureSessions;

/// <summary>
/// What becomes of a request's session and of its cookie. Decided by the arrival, a commit or a sign-in, which have no state; carried out by
/// <see cref="RequestSession.Apply"/> alone.
/// </summary>
internal readonly record struct SessionOutcome
{
    /// <summary>The stored session that the request has from now on; <see langword="null"/> to leave it as it is.</summary>
    public LoadedSession? Adopted { get; init; }

    /// <summary>Whether the adopted session has a format of a newer version, and stays closed.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>
    /// Whether a sign-in of this request began the adopted session, and is taken back if the answer does not get out; <see langword="false"/> if there
    /// is no such sign-in any more, <see langword="null"/> to leave that as it is.
    /// </summary>
    public bool? IsSignIn { get; init; }

    /// <summary>Whether the request has no session from now on.</summary>
    public bool ForgetsSession { get; init; }

    public CookieChange Cookie { get; init; }

    /// <summary>Why the request may not begin a session from now on; <see langword="null"/> to leave that as it is.</summary>
    public CreationBar? Bar { get; init; }

    /// <summary>Why the session that the request brought has ended; <see langword="null"/> to leave that as it is. A sign-in makes it nothing.</summary>
    public SessionEndReason? EndReason { get; init; }

    /// <summary>Whether the browser may hold a cookie of an ended session; <see langword="null"/> to leave that as it is.</summary>
    public bool? IsLeftBehind { get; init; }

    /// <summary>
    /// The status to answer, as what the request means to do with its session was not carried out; <see langword="null"/> if it was. 401: the session
    /// is not this request's any more, and the changes were dropped. 403: another site sent the request. 503: the store failed, or others kept writing.
    /// </summary>
    public int? Refusal { get; init; }

    /// <summary>Whether the browser is told to clear what it keeps of the user's pages.</summary>
    public bool ClearsSiteData { get; init; }

    /// <summary>The request has no session from now on, and its answer no cookie.</summary>
    public static SessionOutcome Nothing => new() { ForgetsSession = true, Cookie = CookieChange.Forget };

    /// <summary>The request has this session from now on.</summary>
    public static SessionOutcome Adopt(LoadedSession session) => new() { Adopted = session };

    /// <summary>The request has this session from now on, and its answer the cookie.</summary>
    public static SessionOutcome Send(LoadedSession session) => new() { Adopted = session, Cookie = CookieChange.Send };
}
