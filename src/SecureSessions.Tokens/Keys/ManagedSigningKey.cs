namespace SecureSessions.Tokens;

/// <summary>The key of a generation.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Key">The key.</param>
/// <param name="Kept">The sealed key, as the store kept it when it was looked at, or was to keep it.</param>
internal sealed record ManagedSigningKey(long Generation, SessionSigningKey Key, ReadOnlyMemory<byte> Kept);
