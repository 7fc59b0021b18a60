using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Takes the place of the session feature where the endpoint is marked WithoutSession().</summary>
internal sealed class WithoutSession : INoSession
{
    public static WithoutSession Instance { get; } = new();

    public ISession Session
    {
        get => throw CreateException();
        set => throw CreateException();
    }

    public InvalidOperationException CreateException() =>
        new("This endpoint is marked WithoutSession(), so its requests have no session. Remove the mark, or do not use the session here.");
}
