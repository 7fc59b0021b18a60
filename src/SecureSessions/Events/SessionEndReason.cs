namespace SecureSessions;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The user signed out, or the app called <c>End()</c>.</summary>
    SignedOut = 1,

    /// <summary>The session was ended from elsewhere: by its user on another device, by an administrator or by a policy.</summary>
    Revoked = 2,

    /// <summary>A new sign-in in the same browser replaced the session (ASVS 7.2.4).</summary>
    Replaced = 3,

    /// <summary>The session was idle for too long (ASVS 7.3.1).</summary>
    IdleTimeout = 4,

    /// <summary>The session reached its absolute deadline (ASVS 7.3.2).</summary>
    AbsoluteTimeout = 5,

    /// <summary>A secret that was replaced long before was used again: the cookie was probably copied (SMCS).</summary>
    SecretReused = 6,

    /// <summary>The payload of the session could not be opened.</summary>
    Undecryptable = 7,

    /// <summary>The session was created, but its cookie could not be sent to the browser.</summary>
    Undelivered = 8,

    /// <summary>
    /// The user had more sessions than are allowed, and this was the oldest (ASVS 7.1.2). Its sign-in may still have been under way.
    /// </summary>
    Limit = 9,
}
