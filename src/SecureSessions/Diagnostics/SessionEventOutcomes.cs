using System.Diagnostics;

namespace SecureSessions;

/// <summary>How the events come out, where nobody says anything else.</summary>
internal static class SessionEventOutcomes
{
    public static SessionEventOutcome Of(SessionEventType type) => type switch
    {
        SessionEventType.Created or SessionEventType.Renewed or SessionEventType.Regenerated => SessionEventOutcome.Success,
        SessionEventType.LoggedOut or SessionEventType.Expired or SessionEventType.LimitExceeded => SessionEventOutcome.Success,
        SessionEventType.SteppedUp or SessionEventType.Refreshed or SessionEventType.RefreshRequired => SessionEventOutcome.Success,
        SessionEventType.DecryptionFailed or SessionEventType.LoadFailed or SessionEventType.CommitFailed => SessionEventOutcome.Failure,
        SessionEventType.TokenRejected or SessionEventType.SpentSecretRefused or SessionEventType.UsedAfterExpire => SessionEventOutcome.Refused,
        SessionEventType.ChangesDropped or SessionEventType.CrossSiteRefused => SessionEventOutcome.Refused,
        SessionEventType.ClientChanged or SessionEventType.ImpossibleTravel or SessionEventType.FloodDetected => SessionEventOutcome.Noticed,
        _ => throw new UnreachableException(),
    };
}
