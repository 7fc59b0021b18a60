using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Takes the place of the session feature where a request has no session, and says why.</summary>
/// <remarks>This one is for endpoints that are marked WithoutSession().</remarks>
internal class WithoutSession : ISessionFeature
{
    public static WithoutSession Instance { get; } = new();

    public ISession Session
    {
        get => throw CreateException();
        set => throw CreateException();
    }

    /// <summary>The exception for code that uses the session.</summary>
    public virtual InvalidOperationException CreateException() =>
        new("This endpoint is marked WithoutSession(), so its requests have no session. Remove the mark, or do not use the session here.");
}
