using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.Deaths;

/// <summary>Something that a node does with a user's sessions.</summary>
/// <param name="What">What it is.</param>
/// <param name="Path">What is asked of the node; the user's name follows.</param>
/// <param name="Prepare">What was before; the cookies of the browser that asks.</param>
internal sealed record Scene(string What, string Path, Func<SessionHost, string, Task<CookieJar>> Prepare)
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("a sign-in", "/sign-in/", static (_, _) => Task.FromResult(new CookieJar())),
        new("a sign-in over an anonymous session", "/sign-in/", static (host, _) => VisitAsync(host, "/set/a/1")),
        new("a sign-in over a session", "/sign-in/", SignInAsync),
        new("a sign-in over a session at the limit", "/sign-in/", SignInUpToLimitAsync),
        new("a sign-in beyond the limit", "/sign-in/", static async (host, user) =>
        {
            await SignInUpToLimitAsync(host, user);
            return new CookieJar();
        }),
        new("a sign-in past entries of the dead", "/sign-in/", LeaveDeadEntriesAsync),
        new("a sign-out", "/sign-out?", SignInAsync),
        new("an end of all", "/end-all/", SignInUpToLimitAsync),
        new("a healing", "/look-after/", LeaveDeadEntriesAsync),
    ];

    public static Task<CookieJar> SignInAsync(SessionHost host, string user) => VisitAsync(host, "/sign-in/" + Uri.EscapeDataString(user));

    private static async Task<CookieJar> VisitAsync(SessionHost host, string path)
    {
        using Browser browser = host.NewBrowser();
        await browser.GetAsync(path);
        return browser.Jar;
    }

    private static async Task<CookieJar> SignInUpToLimitAsync(SessionHost host, string user)
    {
        for (int i = 1; i < DyingApp.Limit; i++)
            await SignInAsync(host, user);
        return await SignInAsync(host, user);
    }

    /// <summary>As many as fill the list: ended, and never taken off it.</summary>
    private static async Task<CookieJar> LeaveDeadEntriesAsync(SessionHost host, string user)
    {
        await SignInUpToLimitAsync(host, user);
        foreach (IndexedSession listed in await host.Store.InnerIndex.ListAsync(user, CancellationToken.None))
            await host.Store.Inner.EndAsync(listed.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);
        return new CookieJar();
    }
}
