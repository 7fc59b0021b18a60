namespace SecureSessions;

/// <summary>A secret that is served no more. No record: hashes are compared in fixed time only.</summary>
internal readonly struct SpentSecret(SecretHash hash, long at)
{
    /// <summary>What one takes in memory, in bytes.</summary>
    public const int Size = SecretHash.Size + sizeof(long);

    public SecretHash Hash { get; } = hash;

    /// <summary>Since when, in Unix milliseconds.</summary>
    public long At { get; } = at;
}
