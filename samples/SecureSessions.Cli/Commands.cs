namespace SecureSessions.Cli;

/// <summary>What the user can do.</summary>
internal sealed class Commands(Site site, TokenFile file, TextWriter output)
{
    public Task<int> RunAsync(Arguments arguments) => arguments.Command switch
    {
        "login" => LogInAsync(arguments.User!),
        "account" => ShowAccountAsync(),
        _ => LogOutAsync(),
    };

    private async Task<int> LogInAsync(string user)
    {
        if (await site.LogInAsync(user, Password.Read()) is not { } tokens)
            return await SayAsync("User name or password is wrong.", ExitCode.SignedOut);

        file.Write(tokens.RefreshToken);
        return await SayAsync($"Signed in as {user}.", ExitCode.Done);
    }

    /// <summary>
    /// Gets an access token for the refresh token of the file. The new refresh token is in the file before the access token is used: its
    /// use tells the site that the answer has arrived.
    /// </summary>
    private async Task<int> ShowAccountAsync()
    {
        if (file.Read() is not { } refreshToken)
            return await SayAsync("Nobody is signed in.", ExitCode.SignedOut);
        if (await site.RefreshAsync(refreshToken) is { } tokens)
        {
            file.Write(tokens.RefreshToken);
            if (await site.GetAccountAsync(tokens.AccessToken) is { } account)
                return await SayAsync(account, ExitCode.Done);
        }

        file.Delete();
        return await SayAsync("The session has ended. Sign in again.", ExitCode.SignedOut);
    }

    private async Task<int> LogOutAsync()
    {
        if (file.Read() is not { } refreshToken)
            return await SayAsync("Nobody is signed in.", ExitCode.SignedOut);

        await site.RevokeAsync(refreshToken);
        file.Delete();
        return await SayAsync("Signed out.", ExitCode.Done);
    }

    private async Task<int> SayAsync(string text, int exitCode)
    {
        await output.WriteLineAsync(text);
        return exitCode;
    }
}
