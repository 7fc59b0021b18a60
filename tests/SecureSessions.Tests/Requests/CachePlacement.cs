namespace SecureSessions.Tests.Requests;

/// <summary>The place of a cache in the pipeline.</summary>
public enum CachePlacement
{
    /// <summary>Before all other middleware.</summary>
    Outside,

    /// <summary>After the authentication that <c>WebApplication</c> puts first by itself, and before the session middleware.</summary>
    OutsideAfterAuthentication,

    /// <summary>After the session middleware.</summary>
    Inside,
}
