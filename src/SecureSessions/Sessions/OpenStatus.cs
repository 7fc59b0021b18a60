namespace SecureSessions;

/// <summary>What came of opening a sealed payload.</summary>
internal enum OpenStatus
{
    Opened = 1,

    /// <summary>A newer node wrote it: neither an attack nor damage.</summary>
    UnknownFormat = 2,

    /// <summary>Damaged, swapped, rolled back, or sealed under another secret.</summary>
    Failed = 3,
}
