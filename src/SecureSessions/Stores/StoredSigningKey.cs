namespace SecureSessions;

/// <summary>A key that signs access tokens, as a store keeps it: sealed, so that the store can neither use nor read it.</summary>
public sealed class StoredSigningKey
{
    /// <summary>Which key it is.</summary>
    /// <value>At most 64 of the characters <c>A-Z a-z 0-9 . _ - :</c>.</value>
    public required string Name { get; init; }

    /// <summary>The sealed key. A store keeps the bytes as they are.</summary>
    /// <value>Not empty, and 1,024 bytes at most.</value>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Until when the key is kept, by <see cref="ISecureSessionStore.GetTimeAsync"/>, in whole milliseconds.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// The bytes that the key may be put in the place of: the same key, which was sealed under a <c>StoreKey</c> that is being replaced.
    /// </summary>
    /// <value>Default: empty, which replaces nothing.</value>
    public ReadOnlyMemory<byte> Replaces { get; init; }
}
