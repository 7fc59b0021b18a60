namespace SecureSessions;

/// <summary>The answer of <see cref="ISecureSessionStore.FindAsync"/>.</summary>
public readonly struct FindResult
{
    private FindResult(
        FindStatus status, DateTimeOffset now, SessionRecord? record = null, SessionEnd? end = null, DateTimeOffset spentAt = default)
    {
        Status = status;
        Now = now;
        Record = record;
        End = end;
        SpentAt = spentAt;
    }

    /// <summary>What was found.</summary>
    public FindStatus Status { get; }

    /// <summary>The store's time at the look-up.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The record; present exactly for <see cref="FindStatus.Current"/>, <see cref="FindStatus.Pending"/> and
    /// <see cref="FindStatus.Grace"/>.</summary>
    public SessionRecord? Record { get; }

    /// <summary>How the session ended; present exactly for <see cref="FindStatus.Ended"/>.</summary>
    public SessionEnd? End { get; }

    /// <summary>When the secret ceased to be served; meaningful for <see cref="FindStatus.Spent"/> only.</summary>
    public DateTimeOffset SpentAt { get; }

    /// <summary>The session lives and the secret is served.</summary>
    /// <param name="status"><see cref="FindStatus.Current"/>, <see cref="FindStatus.Pending"/> or <see cref="FindStatus.Grace"/>.</param>
    /// <param name="record">The record.</param>
    /// <param name="now">The store's time.</param>
    /// <returns>The result.</returns>
    public static FindResult Found(FindStatus status, SessionRecord record, DateTimeOffset now) => new(status, now, record);

    /// <summary>The secret was replaced and is served no more.</summary>
    /// <param name="spentAt">Since when.</param>
    /// <param name="now">The store's time.</param>
    /// <returns>The result.</returns>
    public static FindResult Spent(DateTimeOffset spentAt, DateTimeOffset now) => new(FindStatus.Spent, now, spentAt: spentAt);

    /// <summary>The session has ended.</summary>
    /// <param name="end">How.</param>
    /// <param name="now">The store's time.</param>
    /// <returns>The result.</returns>
    public static FindResult Ended(SessionEnd end, DateTimeOffset now) => new(FindStatus.Ended, now, end: end);

    /// <summary>The session lives, and the secret is not its own.</summary>
    /// <param name="now">The store's time.</param>
    /// <returns>The result.</returns>
    public static FindResult WrongSecret(DateTimeOffset now) => new(FindStatus.WrongSecret, now);

    /// <summary>There is nothing to tell.</summary>
    /// <param name="now">The store's time.</param>
    /// <returns>The result.</returns>
    public static FindResult Unknown(DateTimeOffset now) => new(FindStatus.Unknown, now);
}
