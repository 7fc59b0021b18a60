using System.Diagnostics;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests;

/// <summary>What callers of the store see of a server that hangs.</summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class HungServerTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Calls = 1000;

    private static readonly TimeSpan Timeout = TrafficApp.ShortTimeout;

    private RedisServer? _server;
    private RedisPorts? _ports;

    private RedisServer Server => _server!;

    private ISecureSessionStore Store => _ports!.Store;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _ports = await RedisPorts.OpenAsync(_server.Configuration, configure: static options => options.OperationTimeout = Timeout);
        await PeekAsync();
        await _server.ResetCommandCountsAsync();
    }

    public async Task DisposeAsync()
    {
        _ports?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_is_given_up_says_that_its_outcome_is_unknown()
    {
        var sessions = new NewSessions(Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        await sessions.CreateAsync();
        NewSession session = await sessions.BuildAsync();
        Server.Hang();

        SecureSessionStoreException failure = await Assert.ThrowsAsync<SecureSessionStoreException>(
            async () => await Store.CreateAsync(session, CancellationToken.None));
        Server.Continue();

        Assert.EndsWith("whether the call was carried out is unknown.", failure.Message, StringComparison.Ordinal);
        await _ports!.WaitUntilServedAsync();
        await Poll.UntilAsync(async () => await Store.PeekAsync(session.Id, CancellationToken.None) is not null, "it was carried out");
    }

    [Fact]
    public async Task While_it_is_known_to_be_down_calls_fail_at_once_and_are_not_sent()
    {
        Server.Hang();
        await Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync);

        // The client notices a moment later.
        await Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
            await Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync);
        output.WriteLine($"{(Stopwatch.GetElapsedTime(start) / Calls).TotalMilliseconds:0.00} ms a call");
        Assert.InRange(Stopwatch.GetElapsedTime(start) / Calls, TimeSpan.Zero, Timeout / 20);

        Server.Continue();
        await _ports!.WaitUntilServedAsync();
        Assert.InRange(await SentAsync(), 1, Calls / 4);
    }

    [Fact]
    public async Task Calls_that_are_not_answered_are_bounded()
    {
        Server.Hang();
        Task[] waiting =
            [.. Enumerable.Range(0, RedisClient.MostInFlight).Select(_ => Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync))];

        SecureSessionStoreException refusal = await Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync);

        Assert.Equal("Too many calls to Redis wait for an answer; nothing was sent to it.", refusal.Message);
        await Task.WhenAll(waiting);
        Server.Continue();
        await _ports!.WaitUntilServedAsync();
    }

    [Fact]
    public void A_hung_server_does_not_hold_up_the_end_of_an_app()
    {
        Server.Hang();

        long start = Stopwatch.GetTimestamp();
        _ports!.Dispose();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Timeout / 2);
    }

    private async Task PeekAsync() => await Store.PeekAsync(RandomValues.Id(), CancellationToken.None);

    private async Task<long> SentAsync() => (await Server.CommandCountsAsync()).GetValueOrDefault("evalsha");
}
