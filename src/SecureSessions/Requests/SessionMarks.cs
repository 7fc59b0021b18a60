namespace SecureSessions;

/// <summary>Endpoint metadata: how requests to the endpoint treat the session.</summary>
internal sealed class SessionMarks
{
    private SessionMarks()
    {
    }

    /// <summary>Answered from the session, but no activity.</summary>
    public static SessionMarks Passive { get; } = new();

    /// <summary>Has no session at all.</summary>
    public static SessionMarks WithoutSession { get; } = new();
}
