namespace SecureSessions;

/// <summary>
/// Which other sites may send requests that change something with the session cookie, or requests that begin a session. By default none
/// may.
/// </summary>
public sealed class CrossSiteOptions
{
    /// <summary>What happens to such a request from a site that is not trusted.</summary>
    /// <value>Default: <see cref="CrossSiteMode.Enforce"/>.</value>
    /// <remarks>
    /// Security: with <see cref="CrossSiteMode.Report"/> and <see cref="CrossSiteMode.Off"/> these requests are carried out.
    /// </remarks>
    public CrossSiteMode Mode { get; set; } = SecureSessionDefaults.CrossSiteMode;

    /// <summary>
    /// The origins that are trusted besides the app's own, each exactly as a browser sends it: <c>scheme://host[:port]</c>.
    /// </summary>
    /// <value>Default: none.</value>
    /// <remarks>
    /// Security: a script that runs on a trusted origin can do in the app whatever the app's users can do. A CORS policy trusts no origin
    /// here: it decides who may read an answer, not who may send a request.
    /// </remarks>
    public IList<string> TrustedOrigins { get; } = [];

    /// <summary>
    /// Whether a request that has neither a <c>Sec-Fetch-Site</c> nor an <c>Origin</c> header is refused as well. Every current browser
    /// sends one of the two headers, but other clients may send neither.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Strict { get; set; }
}
