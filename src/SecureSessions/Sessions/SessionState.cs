namespace SecureSessions;

/// <summary>
/// What the commit is to do with the session of a request. One switch turns the state into a write to the store and a cookie.
/// </summary>
internal enum SessionState
{
    /// <summary>There is no session, and none is to be created.</summary>
    Absent = 1,

    /// <summary>There is no session, but there are values to store: create one.</summary>
    New = 2,

    /// <summary>A stored session without changes.</summary>
    Unchanged = 3,

    /// <summary>A stored session with changed values: replace.</summary>
    Changed = 4,

    /// <summary>A stored session, perhaps with changes, that is to get a new secret: replace, and set the cookie.</summary>
    Regenerating = 5,

    /// <summary>A stored session that is to end: end, and delete the cookie.</summary>
    Ending = 6,

    /// <summary>A stored session that is to end, and values that were set afterwards: end, create, and set the cookie.</summary>
    Replacing = 7,

    /// <summary>
    /// A stored session that a newer version of the library wrote and this version cannot read. It can only be ended, or replaced by a
    /// sign-in.
    /// </summary>
    Unreadable = 8,
}
