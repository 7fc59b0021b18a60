namespace SecureSessions;

/// <summary>Which other sites may send requests that change something with the session cookie, or that begin a session. By default none.</summary>
public sealed class CrossSiteOptions
{
    /// <summary>What happens to the others' requests.</summary>
    /// <value>Default: <see cref="CrossSiteMode.Enforce"/>.</value>
    /// <remarks>Security: with <see cref="CrossSiteMode.Report"/> and <see cref="CrossSiteMode.Off"/> they are carried out.</remarks>
    public CrossSiteMode Mode { get; set; } = SecureSessionDefaults.CrossSiteMode;

    /// <summary>The origins that are trusted beside the app's own, each exactly as a browser sends it: <c>scheme://host[:port]</c>.</summary>
    /// <value>Default: none.</value>
    /// <remarks>
    /// Security: whoever can run script there can do in the app whatever its users can. A CORS policy adds nothing here: who may read an
    /// answer is another question.
    /// </remarks>
    public IList<string> TrustedOrigins { get; } = [];

    /// <summary>
    /// Whether a request that has neither a <c>Sec-Fetch-Site</c> nor an <c>Origin</c> header is refused as well. No current browser sends one,
    /// but other clients do.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Strict { get; set; }
}
