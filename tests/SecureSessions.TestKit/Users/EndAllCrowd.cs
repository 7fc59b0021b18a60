using Xunit;

namespace SecureSessions.TestKit;

/// <summary>
/// Browsers sign in as one user while all sessions of that user are ended, on the nodes of an app; round by round, each with a user of its
/// own.
/// </summary>
public sealed class EndAllCrowd(params SessionHost[] nodes)
{
    private const int Before = 5;
    private const int Meanwhile = 20;
    private const int Enders = 3;

    private readonly int[] _seen = new int[nodes.Length];

    public async Task LeavesNothingThatIsNotListedAsync(int rounds)
    {
        for (int round = 0; round < rounds; round++)
            await RunAsync($"user {round}");
    }

    private async Task RunAsync(string user)
    {
        await SignInAsync(user, Before);
        HashSet<SessionId> before = TakeCreated();

        await Task.WhenAll(
            [SignInAsync(user, Meanwhile), .. Enumerable.Range(0, Enders).Select(i => Task.Run(() => EndAllAsync(user, i)))]);
        HashSet<SessionId> meanwhile = TakeCreated();

        // Who was in before is out; of those who came in at the same moment, the list shows who still is.
        Assert.Empty(await LivingAsync(before));
        Assert.Superset(await LivingAsync(meanwhile), await ListAsync(user));

        await EndAllAsync(user, 0);
        Assert.Empty(await LivingAsync(meanwhile));
        Assert.Empty(await ListAsync(user));
    }

    private Task<int> EndAllAsync(string user, int i) => nodes[i % nodes.Length].Manager.EndAllAsync(user);

    private Task SignInAsync(string user, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(async () =>
    {
        using Browser browser = nodes[i % nodes.Length].NewBrowser();
        await browser.GetAsync($"/sign-in/{user}");
    })));

    private HashSet<SessionId> TakeCreated()
    {
        HashSet<SessionId> created = [];
        for (int i = 0; i < nodes.Length; i++)
        {
            IReadOnlyCollection<SecureSessionEvent> all = nodes[i].Events.All;
            created.UnionWith(
                all.Skip(_seen[i]).Where(static e => e.Type == SessionEventType.Created).Select(static e => e.SessionId!.Value));
            _seen[i] = all.Count;
        }

        return created;
    }

    private async Task<HashSet<SessionId>> LivingAsync(IEnumerable<SessionId> ids)
    {
        HashSet<SessionId> living = [];
        foreach (SessionId id in ids)
        {
            if (await nodes[0].Store.Inner.PeekAsync(id, CancellationToken.None) is { End: null })
                living.Add(id);
        }

        return living;
    }

    private async Task<HashSet<SessionId>> ListAsync(string user) =>
        [.. (await nodes[0].Store.InnerIndex.ListAsync(user, CancellationToken.None)).Select(static listed => listed.Id)];
}
