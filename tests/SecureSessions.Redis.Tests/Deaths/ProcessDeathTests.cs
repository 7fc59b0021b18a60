using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Deaths;

/// <summary>
/// A node is killed (SIGKILL) between any two commands of whatever it does with users' sessions: each request of it has a user of its own
/// and stands still one command later than the one before. No session lives that its user's list does not show.
/// </summary>
public abstract class ProcessDeathTests(string configuration, Func<string, Task<string[]>> findKeysAsync) : IAsyncLifetime
{
    /// <summary>More commands than anything sends.</summary>
    private const int MostCommands = 16;

    private readonly string _prefix = RedisPorts.NewPrefix();
    private RedisPorts _ports = null!;

    public async Task InitializeAsync() => _ports = await RedisPorts.OpenAsync(configuration, _prefix);

    public Task DisposeAsync()
    {
        _ports.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(SessionLimitBehavior.EndOldest)]
    [InlineData(SessionLimitBehavior.RefuseNew)]
    [Trait("Requirement", "TM-3")]
    [Trait("Requirement", "MS-3")]
    [Trait("Requirement", "MS-4")]
    public async Task No_session_lives_that_the_list_does_not_show(SessionLimitBehavior behavior)
    {
        await using SessionHost survivor = await StartSurvivorAsync(behavior);
        List<Doing> doings = [];
        foreach (Scene scene in Scene.All)
        {
            for (int commands = 0; commands <= MostCommands; commands++)
                doings.Add(await Doing.PrepareAsync(scene, survivor, commands));
        }

        await KillWhileAsync(behavior, doings);

        await AssertEveryLivingSessionIsListedAsync();
        foreach (string user in doings.Select(static doing => doing.User))
            await AssertTheNextSignInHoldsTheLimitAsync(survivor, user, behavior);
        await AssertEveryLivingSessionIsListedAsync();
    }

    private async Task<SessionHost> StartSurvivorAsync(SessionLimitBehavior behavior)
    {
        SessionHost host = await RedisHost.StartUnservedAsync(
            configuration,
            options => DyingApp.Configure(options, behavior),
            redis => redis.KeyPrefix = _prefix,
            configureServices: static services => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None)));
        await RedisHost.WaitUntilServedAsync(host);
        return host;
    }

    /// <summary>Sends all requests to a node, waits until each has been answered or stands still, and kills it.</summary>
    private async Task KillWhileAsync(SessionLimitBehavior behavior, List<Doing> doings)
    {
        using var folder = new TempFolder();
        RunningApp node = await RunningApp.StartAsync(
            folder.Path, DotNetCli.Program, typeof(DyingApp).Assembly.Location, configuration, _prefix, $"{behavior}");
        Task<bool>[] answers;
        await using (node)
        {
            using Browser observer = node.NewBrowser();
            answers = [.. doings.Select(doing => AnswersAsync(node, doing))];
            await Poll.UntilAsync(
                async () =>
                    int.Parse((await observer.GetAsync("/parked")).Body, CultureInfo.InvariantCulture)
                        + answers.Count(static answer => answer.IsCompleted) == doings.Count,
                "every request is answered or stands still");
        }

        bool[] answered = await Task.WhenAll(answers);
        foreach (IGrouping<Scene, (Doing Doing, bool Answered)> same in doings.Zip(answered).GroupBy(static pair => pair.First.Scene))
        {
            // Wherever one stands still, it was killed; and the last ones had done all that there is to do.
            int[] killed = [.. same.Where(static one => !one.Answered).Select(static one => one.Doing.Commands)];
            Assert.Equal(Enumerable.Range(0, killed.Length), killed);
            Assert.InRange(killed.Length, 2, MostCommands);
        }
    }

    private static async Task<bool> AnswersAsync(RunningApp node, Doing doing)
    {
        using Browser browser = node.NewBrowser(doing.Jar.Copy());
        try
        {
            await browser.GetAsync(doing.Path, (DyingApp.Commands, doing.Commands.ToString(CultureInfo.InvariantCulture)));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task AssertEveryLivingSessionIsListedAsync()
    {
        foreach (string key in await findKeysAsync(_prefix + "s:*"))
        {
            Assert.True(SessionId.TryParse(key.AsSpan(_prefix.Length + 2), out SessionId id));
            if (await _ports.Store.PeekAsync(id, CancellationToken.None) is { End: null, UserId: { } user })
                Assert.Contains(id, (await _ports.Index.ListAsync(user, CancellationToken.None)).Select(static listed => listed.Id));
        }
    }

    private async Task AssertTheNextSignInHoldsTheLimitAsync(SessionHost survivor, string user, SessionLimitBehavior behavior)
    {
        await Scene.SignInAsync(survivor, user);

        int living = 0;
        foreach (IndexedSession listed in await _ports.Index.ListAsync(user, CancellationToken.None))
            living += await _ports.Store.PeekAsync(listed.Id, CancellationToken.None) is { End: null } ? 1 : 0;

        // Who died between making a session and ending the one in the same browser leaves both, and refusing newer ones ends neither.
        Assert.InRange(living, 0, behavior == SessionLimitBehavior.EndOldest ? DyingApp.Limit : DyingApp.Limit + 1);
    }
}
