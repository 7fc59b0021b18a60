using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using SecureSessions.TestKit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>
/// Users who go on using a site while its nodes are restarted. Each has a session. One of them sends several requests at once, the others
/// one after the other.
/// </summary>
internal sealed class RestartLoad : IAsyncDisposable
{
    private const int Users = 4;
    private const int AtOnce = 4;

    private readonly Browser[] _browsers;
    private readonly Task[] _work;
    private readonly int[] _tried = new int[Users];
    private readonly int[] _stored = new int[Users];
    private readonly ConcurrentQueue<(string Request, Page Page)> _answers = new();
    private volatile bool _isOver;

    private RestartLoad(Browser[] browsers)
    {
        _browsers = browsers;
        _work = [.. browsers.Select((browser, user) => Task.Run(() => UseAsync(browser, user)))];
    }

    /// <summary>How many requests were answered.</summary>
    public int Answered => _answers.Count;

    /// <summary>The nodes that answered.</summary>
    public IEnumerable<string> Nodes => _answers.Select(static answer => NodeOf(answer.Page)).Distinct();

    /// <summary>What was answered by any other status than 200: status, request, node.</summary>
    public IEnumerable<(HttpStatusCode Status, string Request, string Node)> Failures => _answers
        .Where(static answer => answer.Page.Status != HttpStatusCode.OK)
        .Select(static answer => (answer.Page.Status, answer.Request, NodeOf(answer.Page)));

    /// <summary>Who the site took its users for, as far as it said.</summary>
    public IEnumerable<string> Identities => _answers
        .Where(static answer => answer.Request == "GET" && answer.Page.Status == HttpStatusCode.OK)
        .Select(static answer => answer.Page.Body).Distinct();

    /// <summary>Whether any answer touched the cookie.</summary>
    public bool HasChangedCookies => _answers.Any(static answer => answer.Page.SetCookies.Count > 0);

    /// <summary>Signs the users in, and lets them begin.</summary>
    public static async Task<RestartLoad> StartAsync(Func<Browser> newBrowser)
    {
        Browser[] browsers = [.. Enumerable.Range(0, Users).Select(_ => newBrowser())];
        foreach (Browser browser in browsers)
            await browser.GetAsync("/sign-in/ada");
        return new RestartLoad(browsers);
    }

    /// <summary>Waits until so many more requests have been answered.</summary>
    public Task WaitForAnswersAsync(int count)
    {
        int enough = Answered + count;
        return Poll.UntilAsync(() => Answered >= enough || _work.Any(static work => work.IsFaulted), $"{count} more answers");
    }

    /// <summary>
    /// Stops the users, and looks at the count in each session: how often it was raised, was told to be stored, and was tried to be raised.
    /// </summary>
    public async Task<IReadOnlyList<(int Count, int Stored, int Tried)>> StopAsync()
    {
        _isOver = true;
        await Task.WhenAll(_work);
        List<(int, int, int)> counts = [];
        for (int user = 0; user < Users; user++)
        {
            string count = (await _browsers[user].GetAsync("/count/n")).Body;
            counts.Add((int.Parse(count, CultureInfo.InvariantCulture), _stored[user], _tried[user]));
        }

        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Browser browser in _browsers)
            browser.Dispose();
    }

    private async Task UseAsync(Browser browser, int user)
    {
        while (!_isOver)
        {
            await Task.WhenAll(Enumerable.Range(0, user == 0 ? AtOnce : 1).Select(_ => AddAsync(browser, user)));
            _answers.Enqueue(("GET", await browser.GetAsync("/who")));
        }
    }

    private async Task AddAsync(Browser browser, int user)
    {
        Interlocked.Increment(ref _tried[user]);
        Page page = await browser.PostAsync("/add/n");
        if (page.Status == HttpStatusCode.OK)
            Interlocked.Increment(ref _stored[user]);
        _answers.Enqueue(("POST", page));
    }

    private static string NodeOf(Page page) => page.Header(ProxiedApp.NodeHeader);
}
