namespace SecureSessions;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>Its user signed out, or the app called <c>End()</c>.</summary>
    SignedOut = 1,

    /// <summary>Somebody other than its own browser ended it: its user on another device, an administrator or a policy.</summary>
    Revoked = 2,

    /// <summary>A new sign-in in the same browser took its place (ASVS 7.2.4).</summary>
    Replaced = 3,

    /// <summary>It was idle for too long (ASVS 7.3.1).</summary>
    IdleTimeout = 4,

    /// <summary>It reached its absolute deadline (ASVS 7.3.2).</summary>
    AbsoluteTimeout = 5,

    /// <summary>A secret that had been replaced long before was used again: the cookie was probably copied (SMCS).</summary>
    SecretReused = 6,

    /// <summary>Its payload could not be opened.</summary>
    Undecryptable = 7,

    /// <summary>It was created, but its cookie could not be handed to the browser.</summary>
    Undelivered = 8,

    /// <summary>Its user had more sessions than are allowed, and it was the oldest (ASVS 7.1.2). It may have been a sign-in under way.</summary>
    Limit = 9,
}
