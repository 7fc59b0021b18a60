namespace SecureSessions;

/// <summary>The answer of <see cref="SessionLifecycle.LoadAsync"/>.</summary>
internal readonly record struct LoadResult(LoadStatus Status)
{
    /// <summary>The session; present if and only if the status is <see cref="LoadStatus.Loaded"/>.</summary>
    public LoadedSession? Session { get; init; }

    /// <summary>
    /// A session whose secret was verified and whose payload stays sealed; present if and only if the status is
    /// <see cref="LoadStatus.Unreadable"/>.
    /// </summary>
    public LoadedSession? Unreadable { get; init; }

    /// <summary>Whether the answer carries the cookie with the current secret, because a renewal is pending.</summary>
    public bool SendCookie { get; init; }

    /// <summary>Whether this request renewed the secret.</summary>
    public bool Renewed { get; init; }

    /// <summary>How the session ended; <see langword="null"/> if it has not ended, or if the store keeps no tombstone of it.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The store's time.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Turns the result of an update into the result of the load.</summary>
    public static LoadResult Of(in UpdateResult result) => result.Status switch
    {
        UpdateStatus.Written or UpdateStatus.Unneeded => new LoadResult(LoadStatus.Loaded)
        {
            Session = result.Session,
            SendCookie = result.Session.SecretStatus == FindStatus.Pending,
            Renewed = result.IsRenewal,
        },
        UpdateStatus.Ended => new LoadResult(LoadStatus.Ended) { End = result.End, Now = result.Now },
        _ => new LoadResult(LoadStatus.Spent),
    };
}
