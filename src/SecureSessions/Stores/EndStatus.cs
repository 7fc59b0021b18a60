namespace SecureSessions;

/// <summary>What became of an end.</summary>
public enum EndStatus
{
    /// <summary>This call ended the session.</summary>
    Ended = 1,

    /// <summary>It had ended before. Its tombstone keeps the first reason.</summary>
    AlreadyEnded = 2,

    /// <summary>The store did not know the id; a tombstone now bars it.</summary>
    Absent = 3,

    /// <summary>The session lives at another version than expected. It was not ended.</summary>
    Conflict = 4,
}
