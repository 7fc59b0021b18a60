namespace SecureSessions.Cli;

/// <summary>What the command line says.</summary>
/// <param name="Command">What to do.</param>
/// <param name="User">Who signs in.</param>
/// <param name="Site">The address of the sample.</param>
/// <param name="File">The file of the refresh token.</param>
internal sealed record Arguments(string Command, string? User, Uri Site, string File)
{
    public const string Usage = """
        Usage: securesessions-cli [--site <address>] [--file <path>] <command>
          login <user>   signs in; the password is read from the terminal or from standard input
          account        calls an API page of the site
          logout         signs out
        """;

    private const string DefaultSite = "https://localhost:7443";

    public static Arguments? Parse(string[] args)
    {
        (Uri site, string file) = (new Uri(DefaultSite), DefaultFile());
        ReadOnlySpan<string> rest = args;
        while (rest is ["--site" or "--file", _, ..])
        {
            if (rest[0] == "--file")
                file = rest[1];
            else if (Uri.TryCreate(rest[1], UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps)
                site = address;
            else
                return null;
            rest = rest[2..];
        }

        return rest switch
        {
            ["login", var user] => new Arguments("login", user, site, file),
            ["account" or "logout"] => new Arguments(rest[0], null, site, file),
            _ => null,
        };
    }

    private static string DefaultFile() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "securesessions-cli",
        "refresh-token");
}
