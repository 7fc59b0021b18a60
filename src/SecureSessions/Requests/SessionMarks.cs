namespace SecureSessions;

/// <summary>Endpoint metadata: how requests to the endpoint treat the session.</summary>
internal sealed class SessionMarks
{
    private SessionMarks()
    {
    }

    /// <summary>Requests have the session, but do not count as activity.</summary>
    public static SessionMarks Passive { get; } = new();

    /// <summary>Requests have no session.</summary>
    public static SessionMarks WithoutSession { get; } = new();
}
