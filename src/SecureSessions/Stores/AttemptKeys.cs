namespace SecureSessions;

/// <summary>What an attempt to sign in is counted under: words of 22 letters, digits, hyphens and underscores that name nobody.</summary>
/// <remarks>They are keyed hashes (HMAC-SHA256), so that a store does not show who was tried. No two of them are the same.</remarks>
public sealed record AttemptKeys
{
    /// <summary>The account. What is kept of one account may be kept together.</summary>
    public required string Account { get; init; }

    /// <summary>The account and the method of authentication.</summary>
    public required string Method { get; init; }

    /// <summary>The account, the method, and the source that the attempt comes from.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// The account and the network that the attempt comes from; <see langword="null"/> if the network is unknown, or is not to be
    /// remembered.
    /// </summary>
    public string? Network { get; init; }
}
