namespace SecureSessions.TestKit;

/// <summary>The commands of a <see cref="Script"/>, sent by a browser.</summary>
public static class BrowserScripts
{
    private static readonly (string, string)[] Fetch = [("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")];
    private static readonly (string, string)[] Navigation = [("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];

    /// <summary>Sends a script as a page's own script would, with <c>fetch</c>.</summary>
    public static async Task<Answer> DoAsync(this Browser browser, string script = "") =>
        Answer.Parse(await browser.GetAsync(Address("/do", script), Fetch));

    /// <summary>Sends a script as a request that counts as no activity.</summary>
    public static async Task<Answer> PollAsync(this Browser browser, string script = "") =>
        Answer.Parse(await browser.GetAsync(Address("/poll", script), Fetch));

    /// <summary>Sends a script as a click on a link would.</summary>
    public static async Task<Answer> NavigateAsync(this Browser browser, string script = "") =>
        Answer.Parse(await browser.GetAsync(Address("/do", script), Navigation));

    /// <summary>Sends a script whose answer does not arrive, or not before <see cref="Receive"/>.</summary>
    public static async Task<Answer> LoseAsync(this Browser browser, string script = "") =>
        Answer.Parse(await browser.SendKeepingJarAsync(HttpMethod.Get, Address("/do", script), null, Fetch));

    /// <summary>The answer arrives at last.</summary>
    public static void Receive(this Browser browser, Answer answer) => browser.Jar.Store(answer.Page.SetCookies);

    private static string Address(string path, string script) => $"{path}?script={Uri.EscapeDataString(script)}";
}
