namespace SecureSessions;

/// <summary>How hub connections use the session.</summary>
public sealed class SecureSessionHubOptions
{
    /// <summary>Whether a call of a hub method counts as activity of the user, and so moves the idle deadline.</summary>
    /// <value>
    /// Default: <see langword="false"/>: only requests outside of hubs count. A page that calls its hub on a timer would keep the session
    /// alive for ever (NIST SP 800-63B 5.2, "activity from the subscriber").
    /// </value>
    /// <remarks>
    /// Counting calls costs at most one call to the store in <see cref="SecureSessionDefaults.HubActivityInterval"/> for each connection,
    /// in the background.
    /// </remarks>
    public bool HubCallsAreActivity { get; set; }
}
