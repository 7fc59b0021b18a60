namespace SecureSessions;

/// <summary>What became of a create.</summary>
public enum CreateStatus
{
    /// <summary>The session exists.</summary>
    Created = 1,

    /// <summary>The id lives, or has ended. Final: this session will not be.</summary>
    Conflict = 2,

    /// <summary>The call arrived too far from the instant that it names, and nothing was written.</summary>
    OutsideWindow = 3,
}
