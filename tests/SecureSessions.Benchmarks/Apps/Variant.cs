namespace SecureSessions.Benchmarks.Apps;

/// <summary>The apps that are compared.</summary>
internal enum Variant
{
    /// <summary>No session and nobody signed in: the most that the server can do.</summary>
    Bare = 1,

    /// <summary>Everybody is signed in at no cost: what the framework's authentication and authorization take for themselves.</summary>
    Free = 2,

    /// <summary>Cookie authentication and ASP.NET Core Session, in memory.</summary>
    Baseline = 3,

    /// <summary>This library, in memory.</summary>
    Ours = 4,

    /// <summary>
    /// Cookie authentication and ASP.NET Core Session, over the framework's distributed cache on Redis, loaded asynchronously.
    /// </summary>
    BaselineOnRedis = 5,

    /// <summary>This library, on Redis.</summary>
    OursOnRedis = 6,

    /// <summary>This library, in memory, with everything off that can be switched off.</summary>
    OursAlone = 7,

    /// <summary>This library, in memory, with everything on that can be switched on, and a guard on the page.</summary>
    OursInFull = 8,

    /// <summary>This library, on Redis, with a near cache of one second.</summary>
    OursOnRedisNear = 9,
}
