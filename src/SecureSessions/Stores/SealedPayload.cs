namespace SecureSessions;

/// <summary>What a store can tell of the sealed bytes that it keeps: their format, which is the first of them.</summary>
public static class SealedPayload
{
    /// <summary>What is written.</summary>
    internal const byte Format = 2;

    /// <summary>What earlier versions wrote.</summary>
    internal const byte OldFormat = 1;

    /// <summary>The formats that this version opens, the one that it writes first.</summary>
    public static ReadOnlySpan<byte> ReadableFormats => [Format, OldFormat];

    /// <summary>
    /// Whether this version opens a payload of this format. What a newer node wrote it cannot: then the request cannot be served, and so it
    /// is no activity.
    /// </summary>
    /// <param name="payload">The sealed bytes. Empty ones have no format, and so none that is unknown.</param>
    /// <returns>Whether the format is known.</returns>
    public static bool IsReadable(ReadOnlySpan<byte> payload) => payload.IsEmpty || ReadableFormats.Contains(payload[0]);
}
