namespace SecureSessions.Tokens;

/// <summary>The keys that the nodes make are numbered by the store's time, so that nobody has to agree on which one is next.</summary>
internal static class SigningKeyGeneration
{
    /// <summary>
    /// How long a key verifies after it has signed for the last time: an hour, the longest life of an access token, and as much again for
    /// nodes that have not noticed yet.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(2);

    private static readonly TimeSpan Period = SessionTokenDefaults.SigningKeyPeriod;

    /// <summary>The generation that signs at a time.</summary>
    public static long At(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / Period.Ticks;

    public static DateTimeOffset BeginOf(long generation) => DateTimeOffset.UnixEpoch + (generation * Period);

    /// <summary>When a generation has stopped to verify.</summary>
    public static DateTimeOffset EndOf(long generation) => BeginOf(generation + 1) + Overlap;

    /// <summary>The generations that are published at a time, the one that signs in front.</summary>
    public static IEnumerable<long> PublishedAt(DateTimeOffset time)
    {
        long present = At(time);
        yield return present;
        if (time >= BeginOf(present + 1) - SessionTokenDefaults.SigningKeyNotice)
            yield return present + 1;
        if (time < BeginOf(present) + Overlap)
            yield return present - 1;
    }
}
