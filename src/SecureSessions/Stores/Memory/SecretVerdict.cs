namespace SecureSessions;

/// <summary>What a presented secret is to an entry, whether the session lives or not.</summary>
/// <param name="Status">Current, Pending, Grace, Spent or WrongSecret.</param>
/// <param name="SpentAt">For Spent: since when, in Unix milliseconds.</param>
internal readonly record struct SecretVerdict(FindStatus Status, long SpentAt = 0);
