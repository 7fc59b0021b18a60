namespace SecureSessions;

/// <summary>What became of a replacement.</summary>
public enum ReplaceStatus
{
    /// <summary>It was written.</summary>
    Replaced = 1,

    /// <summary>Somebody else wrote since the version that it builds on, or a renewal was asked for while one is under way. Nothing was
    /// written; read again before you try again.</summary>
    Conflict = 2,

    /// <summary>The session has ended, or was never there. Nothing was written.</summary>
    Gone = 3,
}
