namespace SecureSessions;

/// <summary>What the bytes of an entry are.</summary>
internal enum EntryDecodeStatus
{
    Decoded = 1,

    /// <summary>Nobody here writes them: a newer node may have done so.</summary>
    UnknownFormat = 2,

    Damaged = 3,
}
