using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Takes the place of the session feature where a request has no session, and says why.</summary>
internal sealed class WithoutSession(Func<InvalidOperationException> createException) : ISessionFeature
{
    /// <summary>For endpoints that are marked <c>WithoutSession()</c>.</summary>
    public static WithoutSession ByMark { get; } = new(static () => new InvalidOperationException(
        "This endpoint is marked WithoutSession(), so its requests have no session. Remove the mark, or do not use the session here."));

    public ISession Session
    {
        get => throw CreateException();
        set => throw CreateException();
    }

    /// <summary>The exception for code that uses the session.</summary>
    public InvalidOperationException CreateException() => createException();
}
