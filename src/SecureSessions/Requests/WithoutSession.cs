using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Stands in the place of the session where the endpoint says that it needs none.</summary>
internal sealed class WithoutSession : INoSession
{
    public static WithoutSession Instance { get; } = new();

    public ISession Session
    {
        get => throw Refuse();
        set => throw Refuse();
    }

    public InvalidOperationException Refuse() => new("This endpoint is marked WithoutSession(): its requests have no session. Remove the mark, or do not use the session here.");
}
