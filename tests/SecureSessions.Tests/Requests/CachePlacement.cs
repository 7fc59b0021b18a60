namespace SecureSessions.Tests.Requests;

/// <summary>Where a cache stands in the pipeline.</summary>
public enum CachePlacement
{
    /// <summary>Before all else.</summary>
    Outside,

    /// <summary>Behind the authentication that <c>WebApplication</c> puts first by itself, and before the sessions.</summary>
    OutsideAfterAuthentication,

    /// <summary>Behind the sessions.</summary>
    Inside,
}
