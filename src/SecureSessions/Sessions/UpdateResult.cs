namespace SecureSessions;

/// <summary>The answer of <see cref="SessionVault.UpdateAsync"/>.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Session">The session as it is now; as it was last seen where it has ended or is out of reach.</param>
internal readonly record struct UpdateResult(UpdateStatus Status, LoadedSession Session)
{
    /// <summary>Whether it was written under a new secret, by a renewal.</summary>
    public bool IsRenewal { get; init; }

    /// <summary>How the session ended; where it has ended and more than that is known.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The store's time when it was found to have ended.</summary>
    public DateTimeOffset Now { get; init; }
}
