namespace SecureSessions.TestKit;

/// <summary>What a person does on the sample's pages.</summary>
public static class SamplePages
{
    /// <summary>Fills in and sends the login form, to another node if that is given.</summary>
    public static Task<Page> LogInAsync(this Browser browser, Browser? answeredBy = null) =>
        SubmitAsync(browser, answeredBy, "/login", "/login", new() { ["username"] = "alice", ["password"] = "Wonderland-7-teapots" });

    /// <summary>Presses the button that signs out.</summary>
    public static Task<Page> LogOutAsync(this Browser browser, Browser? answeredBy = null) =>
        SubmitAsync(browser, answeredBy, "/", "/logout", []);

    private static async Task<Page> SubmitAsync(
        Browser browser, Browser? answeredBy, string page, string action, Dictionary<string, string> fields)
    {
        fields.Add("__RequestVerificationToken", (await browser.GetAsync(page)).FormToken);
        return await (answeredBy ?? browser).SubmitAsync(action, fields);
    }
}
