using System.Net;
using Xunit;

namespace SecureSessions.TestKit;

/// <summary>
/// Fifty browsers sign in as one user at the same moment, on the nodes of an app that allows five sessions; round by round, each with a
/// user of its own.
/// </summary>
public sealed class SignInCrowd(params SessionHost[] nodes)
{
    public const int Limit = 5;
    private const int Browsers = 50;
    private const int Rounds = 200;

    public async Task HoldsTheLimitExactlyAsync()
    {
        Browser[] browsers = [.. Enumerable.Range(0, Browsers).Select(i => nodes[i % nodes.Length].NewBrowser())];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Browser browser in browsers)
                browser.Token = null;
            await SignInAtOnceAsync(browsers, $"user {round}");
        }
    }

    private async Task SignInAtOnceAsync(Browser[] browsers, string user)
    {
        int[] seen = [.. nodes.Select(static node => node.Events.All.Count)];
        Page[] pages = await Task.WhenAll(browsers.Select(browser => Task.Run(() => browser.GetAsync($"/sign-in/{user}"))));
        SecureSessionEvent[] events = [.. nodes.SelectMany((node, i) => node.Events.All.Skip(seen[i]))];

        // Who is told so is not signed in, and everybody else has been.
        SessionId[] created = [.. events.Where(static e => e.Type == SessionEventType.Created).Select(static e => e.SessionId!.Value)];
        Assert.Equal(created.Length, pages.Count(static page => page is { Status: HttpStatusCode.OK, SetCookies.Count: 1 }));
        Assert.Equal(
            Browsers - created.Length,
            pages.Count(static page => page is { Status: HttpStatusCode.Conflict, SetCookies.Count: 0, Body: "" }));

        SessionId[] living = await LivingAsync(created);
        Assert.Equal(Limit, living.Length);
        Assert.Equal(
            living.ToHashSet(),
            (await nodes[0].Store.InnerIndex.ListAsync(user, CancellationToken.None)).Select(static listed => listed.Id).ToHashSet());

        SecureSessionEvent[] ends = [.. events.Where(static e => e.Type == SessionEventType.Expired)];
        Assert.All(ends, end => Assert.Equal((SessionEndReason.Limit, user), (end.Reason, end.UserId)));
        Assert.Equal(Browsers - Limit, ends.Length);
        Assert.Equal(Browsers, ends.Select(static end => end.SessionId!.Value).Union(living).Count());
    }

    private async Task<SessionId[]> LivingAsync(IEnumerable<SessionId> created)
    {
        List<SessionId> living = [];
        foreach (SessionId id in created)
        {
            if (await nodes[0].Store.Inner.PeekAsync(id, CancellationToken.None) is { End: null })
                living.Add(id);
        }

        return [.. living];
    }
}
