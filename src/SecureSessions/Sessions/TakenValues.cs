namespace SecureSessions;

/// <summary>What a session that made way left behind.</summary>
/// <param name="Status">Whether it was ended by this, or before.</param>
/// <param name="Values">The values that move.</param>
internal readonly record struct TakenValues(EndStatus Status, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values);
