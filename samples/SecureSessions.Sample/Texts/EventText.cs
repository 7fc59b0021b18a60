namespace SecureSessions.Sample;

/// <summary>The events of an account, in words for its user.</summary>
internal static class EventText
{
    public static string Of(SecureSessionEvent e) => e.Type switch
    {
        SessionEventType.Created when e.IsNewDevice => "Signed in from a new device",
        SessionEventType.Created => "Signed in",
        SessionEventType.LoggedOut => "Signed out",
        SessionEventType.Expired when e.Reason is { } reason => $"Session ended: {EndReasonText.Title(reason)}",
        SessionEventType.SteppedUp => e.Detail == Levels.TwoFactors ? "Confirmed by code" : "Confirmed by password",
        SessionEventType.Renewed => "Cookie renewed",
        SessionEventType.Regenerated => "Cookie changed",
        SessionEventType.RefreshRequired => "Role changed",
        SessionEventType.Refreshed => "New role taken over",
        SessionEventType.LimitExceeded => $"More than {e.Detail} devices",
        SessionEventType.ClientChanged => $"Used from another {e.Detail}",
        SessionEventType.ImpossibleTravel => "Used in two places at once",
        SessionEventType.UsedAfterExpire => "Old cookie used: possibly a copy",
        SessionEventType.SpentSecretRefused => "Old cookie refused",
        SessionEventType.TokenCreated => "Tokens given to a client",
        SessionEventType.TokenRevoked => "Tokens given back by a client",
        SessionEventType.TokenReused => "Old token used: possibly a copy",
        SessionEventType.UserForgotten => "Sessions, history and devices erased",
        SessionEventType.CrossSiteRefused => "Request of another site refused",
        SessionEventType.SignInFailed => "Failed attempt",
        SessionEventType.SignInsExhausted => $"{e.Failures} failed attempts in a row",
        SessionEventType.SignedInAfterFailures => $"Success after {e.Failures} failed attempts",
        // Events of the store and others that are rare, and more for operators than for users.
        _ => e.Name,
    };
}
