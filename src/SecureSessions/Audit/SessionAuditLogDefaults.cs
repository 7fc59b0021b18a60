namespace SecureSessions;

/// <summary>Every default of the audit log, in one place.</summary>
public static class SessionAuditLogDefaults
{
    /// <summary>The category of the app's log that has the lines where no file is named.</summary>
    public const string Category = "SecureSessions.Audit";

    /// <summary>The size at which a file is rotated.</summary>
    /// <value>64 MiB.</value>
    public const long MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>How many files are kept.</summary>
    /// <value>16.</value>
    public const int MaxFiles = 16;

    /// <summary>How many events wait in memory.</summary>
    /// <value>10,000.</value>
    public const int MaxWaitingEvents = 10_000;
}
