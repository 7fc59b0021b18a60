using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Faults;

/// <summary>Whoever waits for the end of a session is told although the announcement was lost.</summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class LostAnnouncementTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private SessionHost? _host;
    private Browser? _browser;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        _browser?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task Within_30_seconds_if_nothing_can_be_announced()
    {
        var clock = new ManualTimeProvider();
        Task<Page> waiting = await WaitForEndAsync(clock);
        await _server.ExecuteAsync("ACL", "SETUSER", "default", "resetchannels");

        await EndElsewhereAsync();
        clock.Leap(TimeSpan.FromSeconds(29));

        Assert.Equal("ended", (await waiting.WaitAsync(Patience.Limit)).Body);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task As_soon_as_it_is_listened_again()
    {
        Task<Page> waiting = await WaitForEndAsync(TimeProvider.System);
        await _server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        await EndElsewhereAsync();

        Assert.Equal("ended", (await waiting.WaitAsync(Patience.Limit)).Body);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task As_soon_as_a_server_is_back_that_has_lost_the_session()
    {
        Task<Page> waiting = await WaitForEndAsync(TimeProvider.System);

        await _server.RestartAsync();

        Assert.Equal("ended", (await waiting.WaitAsync(Patience.Limit)).Body);
    }

    /// <summary>Begins a request that lasts until its session ends, on a node that listens by the time it is returned.</summary>
    private async Task<Task<Page>> WaitForEndAsync(TimeProvider clock)
    {
        _host = await SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = clock,
            Configure = static options => options.StoreTimeout = Patience.StoreTimeout,
            ConfigureSessions = sessions => sessions.AddRedisStore(_server.Configuration),
            Map = static app =>
            {
                SmallApp.Map(app);
                app.MapGet("/wait", (Delegate)WaitAsync);
            },
        });
        await RedisHost.WaitUntilServedAsync(_host);
        _browser = _host.NewBrowser();
        await _browser.GetAsync("/sign-in/ada");
        Task<Page> waiting = _browser.GetAsync("/wait");

        // The look at the beginning and the one that follows the subscription may be the same.
        await Poll.UntilAsync(ListensAsync, "the node listens");
        Assert.False(waiting.IsCompleted);
        return waiting;
    }

    private async Task<bool> ListensAsync() =>
        _host!.Store.Calls.Contains(StoreOperation.Peek)
        && (await _server.ExecuteAsync("PUBSUB", "NUMSUB", "ss:ended")).Trim().EndsWith("\n1", StringComparison.Ordinal);

    private static async Task<string> WaitAsync(HttpContext context)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = context.GetSecureSession().Ended.Register(ended.SetResult);
        await ended.Task;
        return "ended";
    }

    private async Task EndElsewhereAsync()
    {
        using RedisPorts elsewhere = await RedisPorts.OpenAsync(_server.Configuration, "ss:");
        Assert.True(SessionToken.TryParse(_browser!.Token, out SessionToken token));
        EndResult end = await elsewhere.Store.EndAsync(token.Id, SessionEndReason.Revoked, null, CancellationToken.None);
        Assert.Equal(EndStatus.Ended, end.Status);
    }
}
