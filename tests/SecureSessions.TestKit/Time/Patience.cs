namespace SecureSessions.TestKit;

/// <summary>How long tests wait, all of them.</summary>
/// <remarks>
/// A wait is over as soon as what it waits for comes: it costs time only where a test fails. So it is long enough for a machine that is
/// slow and busy with other things.
/// </remarks>
public static class Patience
{
    /// <summary>For whatever has to come: an answer, an end, a process that starts.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>For a program that compiles, packs or publishes.</summary>
    public static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(20);

    /// <summary>The store timeout of apps whose store is sound: a machine that is busy is no store that fails.</summary>
    public static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(50);

    /// <summary>
    /// What such a machine may add to a time that is promised. Less than half of the 30 seconds after which a session's end is noticed
    /// without an announcement, so that what was announced can be told from what was not.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(12);

    /// <summary><see cref="Limit"/>, for whoever counts in milliseconds.</summary>
    public static float LimitInMilliseconds => (float)Limit.TotalMilliseconds;
}
