namespace SecureSessions;

/// <summary>Another site sent the request, which has no session: it can neither begin a session nor sign a user in.</summary>
/// <remarks>
/// Thrown by <c>SignInAsync</c> and by an explicit <c>CommitAsync</c>. If the app does not handle it, the request is answered 403 without
/// a cookie. <see cref="AllowCrossSiteAttribute"/> and <see cref="CrossSiteOptions.TrustedOrigins"/> let such requests through.
/// </remarks>
public sealed class CrossSiteRequestException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public CrossSiteRequestException()
        : this(
            "Another site sent the request, so it can neither begin a session nor sign a user in. If other sites are meant to send such "
            + "requests, mark the endpoint AllowCrossSite() or add the origin to CrossSite.TrustedOrigins.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public CrossSiteRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public CrossSiteRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
