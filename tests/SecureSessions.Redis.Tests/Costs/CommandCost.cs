namespace SecureSessions.Redis.Tests;

/// <summary>
/// What requests cost Redis, in commands: each is a script on one key, or on three of one slot. This is the one place that has the numbers;
/// the operators' page repeats them.
/// </summary>
internal static class CommandCost
{
    /// <summary>No cookie, a malformed one, or an endpoint without session.</summary>
    public const int Nothing = 0;

    /// <summary>Find.</summary>
    public const int Read = 1;

    /// <summary>Find, replace.</summary>
    public const int Write = 2;

    /// <summary>Time, create.</summary>
    public const int FirstWrite = 2;

    /// <summary>Find, replace, and find once more before the cookie is sent.</summary>
    public const int RenewingRead = 3;

    /// <summary>Find, and find once more before the cookie is sent.</summary>
    public const int ReadWhileRenewalIsPending = 2;

    /// <summary>Find, replace.</summary>
    public const int Regeneration = 2;

    /// <summary>Time, watch its deadline, list it, create, remember the device.</summary>
    public const int FirstSignIn = 5;

    /// <summary>Find the old one, time, watch, list, end the old one, create, remember the device.</summary>
    public const int SignInOverAnonymous = 7;

    /// <summary>
    /// Find the old one, time, watch, list, create, end the old one, put it into the history, take it off the list, remember the device.
    /// </summary>
    public const int SignInOverSignedIn = 9;

    /// <summary>As the first one; then end the oldest, put it into the history, take it off the list.</summary>
    public const int SignInBeyondLimit = 8;

    /// <summary>As over a signed-in session, and the list, to see which of its sessions this one replaces.</summary>
    public const int SignInOverSignedInAtLimit = 10;

    /// <summary>Time, watch, list it, look at the one session that is listed, take the reservation back: end, off the list.</summary>
    public const int RefusedSignIn = 7;

    /// <summary>Find, end, put it into the history, take it off the list.</summary>
    public const int SignOut = 4;

    /// <summary>Find, replace with the rebuilt principal and a new secret, and find once more before the cookie is sent.</summary>
    public const int RefreshingRead = 3;

    /// <summary>A client without cookies, as a browser: time, watch, list it, create, remember the device.</summary>
    public const int ClientSignIn = 5;

    /// <summary>A refresh of a client: find, replace.</summary>
    public const int Refresh = 2;

    /// <summary>A refresh within the grace of the last one, which gets the same successor: find.</summary>
    public const int RepeatedRefresh = 1;

    /// <summary>An access token at an API: find; peek for one that a browser got with its cookie.</summary>
    public const int AccessTokenCheck = 1;

    /// <summary>A client signs out: find, end, put it into the history, take it off the list.</summary>
    public const int Revocation = 4;

    /// <summary>An attempt to sign in that fails, or has to wait: count it.</summary>
    public const int FailedAttempt = 1;

    /// <summary>What a sign-in costs more if its attempts are counted: count it, forget the failures before it.</summary>
    public const int CountedAttempt = 2;

    /// <summary>What a list of a user's sessions costs beside the sessions.</summary>
    public const int UserList = 1;

    /// <summary>What it costs to show or to mark one session of a user's list: peek, or mark.</summary>
    public const int ListedSession = 1;

    /// <summary>End, put it into the history, take it off the list.</summary>
    public const int EndOfListedSession = 3;

    /// <summary>What every node asks for every five seconds, while nothing is due: one lease of each queue.</summary>
    public const int WatchRound = 16;

    /// <summary>
    /// What the deadline of a session costs one node: peek, put it into the history, take it off the list and off its queue. One that had
    /// ended before is looked for on the list, in place of being put into the history.
    /// </summary>
    public const int ExpiredSession = 4;
}
