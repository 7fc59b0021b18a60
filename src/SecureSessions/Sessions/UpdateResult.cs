namespace SecureSessions;

/// <summary>The answer of <see cref="SessionVault.UpdateAsync"/>.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Session">The session as it is now; as last read if it has ended, or if its secret was changed.</param>
internal readonly record struct UpdateResult(UpdateStatus Status, LoadedSession Session)
{
    /// <summary>Whether the write renewed the secret.</summary>
    public bool IsRenewal { get; init; }

    /// <summary>How the session ended; <see langword="null"/> if it has not ended, or if the store keeps no tombstone of it.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The store's time when the session was found ended.</summary>
    public DateTimeOffset Now { get; init; }
}
