namespace SecureSessions;

/// <summary>
/// A decision about a request's session and its cookie. The arrival, a commit or a sign-in decide and have no state;
/// <see cref="RequestSession.Apply"/> alone carries the decision out.
/// </summary>
internal readonly record struct SessionOutcome
{
    /// <summary>The stored session that the request has from now on; <see langword="null"/> to keep the present one.</summary>
    public LoadedSession? Adopted { get; init; }

    /// <summary>Whether the adopted session has a format of a newer version, so that its payload stays sealed.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>
    /// Whether a sign-in of this request created the adopted session, and has to be rolled back if the answer is not sent;
    /// <see langword="false"/> if there is no such sign-in any more, <see langword="null"/> for no change.
    /// </summary>
    public bool? IsSignIn { get; init; }

    /// <summary>Whether the request has no session from now on.</summary>
    public bool ForgetsSession { get; init; }

    public CookieChange Cookie { get; init; }

    /// <summary>Why the request may not begin a session from now on; <see langword="null"/> for no change.</summary>
    public CreationBar? Bar { get; init; }

    /// <summary>
    /// Why the session of the request's cookie has ended; <see langword="null"/> for no change. A sign-in clears the reason.
    /// </summary>
    public SessionEndReason? EndReason { get; init; }

    /// <summary>Whether the browser may have the cookie of an ended session; <see langword="null"/> for no change.</summary>
    public bool? HasStaleCookie { get; init; }

    /// <summary>
    /// The status to answer in place of the handler's answer; <see langword="null"/> for none. An arrival has one if the handler must not
    /// run, a commit if it did not store the request's changes. 401: the session has ended or its secret was changed, and the changes were
    /// dropped. 403: another site sent the request. 503: the store failed, or other requests kept writing.
    /// </summary>
    public int? Refusal { get; init; }

    /// <summary>Whether the answer sends Clear-Site-Data.</summary>
    public bool ClearsSiteData { get; init; }

    /// <summary>The request has no session from now on, and its answer leaves the cookie alone.</summary>
    public static SessionOutcome Nothing => new() { ForgetsSession = true, Cookie = CookieChange.Forget };

    /// <summary>The request has this session from now on.</summary>
    public static SessionOutcome Adopt(LoadedSession session) => new() { Adopted = session };

    /// <summary>The request has this session from now on, and its answer sends the cookie.</summary>
    public static SessionOutcome Send(LoadedSession session) => new() { Adopted = session, Cookie = CookieChange.Send };
}
