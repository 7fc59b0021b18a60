using SecureSessions.Cli;

// A command-line client of the sample. It needs nothing of the library: all of it is HTTP and JSON.
if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return ExitCode.Usage;
}

using var site = new Site(arguments.Site);
var commands = new Commands(site, new TokenFile(arguments.File), Console.Out);
try
{
    return await commands.RunAsync(arguments);
}
catch (SiteUnavailableException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return ExitCode.Unavailable;
}
