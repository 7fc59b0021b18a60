using System.Net;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// A full server takes nothing new, but what is there stays good: it signs nobody out, and keeps nobody from signing out.
/// </summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class FullServerTests : IAsyncLifetime
{
    private RedisServer? _server;
    private SessionHost? _host;
    private Browser? _browser;

    private Browser Browser => _browser!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _host = await TrafficApp.StartAsync(options => options.Configuration = _server.Configuration);
        await TrafficApp.UntilServedAsync(_host);
        _browser = _host.NewBrowser();
        await Browser.GetAsync("/sign-in/ada");
        await Browser.PostAsync("/add");
        await _server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");
    }

    public async Task DisposeAsync()
    {
        _browser?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_signed_in_stays_so()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal("ada 1", (await Browser.GetAsync("/me")).Body);

            // Across the steps in which the server's own expiry follows.
            await Task.Delay(TimeSpan.FromMilliseconds(150));
        }
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused()
    {
        Page write = await Browser.PostAsync("/add");
        using Browser newcomer = _host!.NewBrowser();
        Page signIn = await newcomer.GetAsync("/sign-in/bob");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (write.Status, signIn.Status));
        Assert.Null(newcomer.Token);
        await _server!.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.Equal("ada 2", (await Browser.PostAsync("/add")).Body);
    }

    [Fact]
    public async Task Every_write_that_needs_no_new_memory_is_done()
    {
        await _server!.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        using RedisPorts ports = await RedisPorts.OpenAsync(_server.Configuration);
        var sessions = new NewSessions(ports.Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
        NewSession renewed = await sessions.CreateAsync();
        NewSession expired = await sessions.CreateAsync(idle: TimeSpan.FromMilliseconds(1));
        SecretHash next = RandomValues.Hash();
        var renewal = new SessionReplacement
        {
            Id = renewed.Id,
            ExpectedVersion = 1,
            Payload = RandomValues.Payload(200),
            Secret = SecretChange.Renewal(next, RandomValues.Bytes(80), TimeSpan.FromMinutes(1)),
        };
        Assert.Equal(ReplaceStatus.Replaced, await ports.Store.ReplaceAsync(renewal, CancellationToken.None));
        await _server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");

        FindResult confirmed = await ports.Store.FindAsync(renewed.Id, next, FindMode.Passive, CancellationToken.None);
        FindResult replaced = await ports.Store.FindAsync(renewed.Id, renewed.Hash, FindMode.Passive, CancellationToken.None);
        await ports.WaitAsync(TimeSpan.FromMilliseconds(10));
        FindResult first = await ports.Store.FindAsync(expired.Id, expired.Hash, FindMode.Passive, CancellationToken.None);
        FindResult second = await ports.Store.FindAsync(expired.Id, expired.Hash, FindMode.Passive, CancellationToken.None);

        Assert.Equal((FindStatus.Current, FindStatus.Grace), (confirmed.Status, replaced.Status));
        Assert.Equal((FindStatus.Ended, FindStatus.Ended), (first.Status, second.Status));
        Assert.Equal((true, false), (first.End!.FirstReport, second.End!.FirstReport));
        Assert.Equal(MarkStatus.Marked, await ports.Store.MarkAsync(renewed.Id, reauthenticate: false, CancellationToken.None));
        Assert.Equal(
            EndStatus.Ended, (await ports.Store.EndAsync(renewed.Id, SessionEndReason.SignedOut, null, CancellationToken.None)).Status);
        await ports.Index.ForgetUserAsync("ada", CancellationToken.None);
    }

    [Fact]
    public async Task Signing_out_works()
    {
        using Browser copy = Browser.Copy();

        Page page = await Browser.GetAsync("/sign-out");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("nobody 0", (await copy.GetAsync("/me")).Body);
    }
}
