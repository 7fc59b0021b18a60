namespace SecureSessions.TestKit;

/// <summary>Browsers that use a <see cref="SmallApp"/>.</summary>
public static class SmallAppBrowsers
{
    /// <summary>New browsers, each with one of these users signed in.</summary>
    public static async Task<Browser[]> SignInAsync(this SessionHost host, params string[] users)
    {
        ArgumentNullException.ThrowIfNull(host);
        Browser[] browsers = [.. users.Select(_ => host.NewBrowser())];
        foreach ((Browser browser, string user) in browsers.Zip(users))
            await browser.GetAsync("/sign-in/" + user);

        return browsers;
    }

    /// <summary>What the app answers to each of them.</summary>
    public static async Task<string[]> AskAsync(this IEnumerable<Browser> browsers, string path)
    {
        List<string> answers = [];
        foreach (Browser browser in browsers)
            answers.Add((await browser.GetAsync(path)).Body);

        return [.. answers];
    }

    /// <summary>The session that a browser's cookie names.</summary>
    public static SessionId SessionId(this Browser browser) => SessionToken.TryParse(browser.Token, out SessionToken token)
        ? token.Id
        : throw new InvalidOperationException("The browser has no session.");
}
