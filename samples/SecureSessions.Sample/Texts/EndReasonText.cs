using System.Diagnostics;

namespace SecureSessions.Sample;

/// <summary>Why a session ended, in words for its user.</summary>
internal static class EndReasonText
{
    /// <summary>The reason as a heading or in a table.</summary>
    public static string Title(SessionEndReason reason) => reason switch
    {
        SessionEndReason.SignedOut => "Signed out",
        SessionEndReason.Revoked => "Ended from elsewhere",
        SessionEndReason.Replaced => "Signed in again",
        SessionEndReason.IdleTimeout => "Inactive for too long",
        SessionEndReason.AbsoluteTimeout => "Reached its longest life",
        SessionEndReason.SecretReused => "Cookie was used twice",
        SessionEndReason.Undecryptable => "Could not be opened",
        SessionEndReason.Undelivered => "Sign-in was not completed",
        SessionEndReason.Limit => "Too many devices",
        _ => throw new UnreachableException(),
    };

    /// <summary>The reason as one or two sentences, with advice if the user can do something.</summary>
    public static string Explain(SessionEndReason reason) => reason switch
    {
        SessionEndReason.SignedOut => "You signed out.",
        SessionEndReason.Revoked =>
            "Your session was ended by you on another device, or by an administrator. If it was not you, change your password.",
        SessionEndReason.Replaced => "You signed in again in this browser, and the new session took the place of the old one.",
        SessionEndReason.IdleTimeout => "You were inactive for too long, so your session was ended to protect your account.",
        SessionEndReason.AbsoluteTimeout => "Your session reached the longest time that a session may last.",
        SessionEndReason.SecretReused =>
            "An old cookie of your session was used again. It may have been copied, so the session was ended for everybody. If you see "
            + "this often, change your password.",
        SessionEndReason.Undecryptable => "Your session could not be opened any more.",
        SessionEndReason.Undelivered => "Your sign-in could not be completed.",
        SessionEndReason.Limit => "You signed in on one device too many, and this was your oldest session.",
        _ => throw new UnreachableException(),
    };
}
