namespace SecureSessions;

/// <summary>The answer of <see cref="SessionLifecycle.LoadAsync"/>.</summary>
internal readonly record struct LoadResult(LoadStatus Status)
{
    /// <summary>The session; present exactly if loaded.</summary>
    public LoadedSession? Session { get; init; }

    /// <summary>A session that is verified and stays closed; present exactly if unreadable.</summary>
    public LoadedSession? Unreadable { get; init; }

    /// <summary>Whether the answer carries the cookie with the current secret, because a renewal is pending.</summary>
    public bool SendCookie { get; init; }

    /// <summary>Whether this request renewed the secret.</summary>
    public bool Renewed { get; init; }

    /// <summary>How the session ended; where it is ended and more than that is known.</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The store's time.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>What a change of the session makes of it for the request.</summary>
    public static LoadResult Of(in UpdateResult result) => result.Status switch
    {
        UpdateStatus.Written or UpdateStatus.Unneeded => new LoadResult(LoadStatus.Loaded)
        {
            Session = result.Session,
            SendCookie = result.Session.Standing == FindStatus.Pending,
            Renewed = result.IsRenewal,
        },
        UpdateStatus.Ended => new LoadResult(LoadStatus.Ended) { End = result.End, Now = result.Now },
        _ => new LoadResult(LoadStatus.Spent),
    };
}
