namespace SecureSessions.Cli;

/// <summary>The site did not answer, or said that it cannot now.</summary>
internal sealed class SiteUnavailableException : Exception
{
    public SiteUnavailableException()
        : this("The site does not answer. You are still signed in: try again.")
    {
    }

    public SiteUnavailableException(string message)
        : base(message)
    {
    }

    public SiteUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
