namespace SecureSessions.Cli;

/// <summary>What a script can tell apart.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Nobody is signed in, or the password was wrong.</summary>
    public const int SignedOut = 1;

    public const int Usage = 2;

    /// <summary>The site did not answer or could not. The tokens are kept: try again.</summary>
    public const int Unavailable = 3;
}
