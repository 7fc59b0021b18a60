namespace SecureSessions;

/// <summary>What a store says to an attempt.</summary>
/// <param name="IsCounted">Whether the attempt was counted; <see langword="false"/> if it has to wait.</param>
/// <param name="Wait">
/// How long the attempt has to wait. If it was counted: how long the next one of the same source will have to, unless this one succeeds.
/// </param>
/// <param name="Failures">How many consecutive failures by the same method the account had before, attempts under way included.</param>
public readonly record struct AttemptCount(bool IsCounted, TimeSpan Wait, int Failures);
