using System.Net;
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
    public async Task Signing_out_works()
    {
        using Browser copy = Browser.Copy();

        Page page = await Browser.GetAsync("/sign-out");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("nobody 0", (await copy.GetAsync("/me")).Body);
    }
}
