namespace SecureSessions;

/// <summary>What a request means to do with its session. One switch turns it into a store write and a cookie.</summary>
internal enum SessionState
{
    /// <summary>No session, and none wanted.</summary>
    Absent = 1,

    /// <summary>No session, and values to be stored: create.</summary>
    New = 2,

    /// <summary>A stored session as it was.</summary>
    Unchanged = 3,

    /// <summary>A stored session with changed values: replace.</summary>
    Changed = 4,

    /// <summary>A stored session, perhaps changed, that is to get a new secret: replace, and set the cookie.</summary>
    Regenerating = 5,

    /// <summary>A stored session that is to end: end, and delete the cookie.</summary>
    Ending = 6,

    /// <summary>A stored session that is to end, and values that came after: end, create, and set the cookie.</summary>
    Replacing = 7,

    /// <summary>A stored session that a newer version wrote and this one cannot read: it can only be ended, or replaced by a sign-in.</summary>
    Unreadable = 8,
}
