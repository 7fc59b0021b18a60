using System.Net;
using System.Net.WebSockets;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>What is open through nginx on one node closes when its session ends on another: on real Redis.</summary>
public sealed class LiveConnectionTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private ProxySite _site = null!;
    private Browser _browser = null!;

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_WebSocket_is_closed_with_the_reason_and_is_not_opened_again()
    {
        using ClientWebSocket socket = await _site.ConnectAsync(_browser, "/ws");
        using ClientWebSocket other = await _site.ConnectAsync(_browser, "/ws");
        Assert.Equal((null, "hello"), await ProxySite.EchoAsync(socket, "hello"));
        Assert.Equal((null, "hello"), await ProxySite.EchoAsync(other, "hello"));

        await _browser.GetAsync("/sign-out");

        foreach (ClientWebSocket each in (ClientWebSocket[])[socket, other])
        {
            Assert.Equal(
                (WebSocketCloseStatus.PolicyViolation, "The session has ended or changed."), await ProxySite.ReceiveAsync(each));
        }

        await Assert.ThrowsAsync<WebSocketException>(() => _site.ConnectAsync(_browser, "/ws"));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task An_event_stream_arrives_at_once_and_is_complete_when_its_session_ends()
    {
        using HttpResponseMessage response = await _browser.OpenAsync("/ticks");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal((HttpStatusCode.OK, "data: tick"), (response.StatusCode, await reader.ReadLineAsync().WaitAsync(Patience.Limit)));

        await _browser.GetAsync("/sign-out");

        Assert.Equal("", (await reader.ReadToEndAsync().WaitAsync(Patience.Limit)).Trim());
    }

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _site = await ProxySite.StartAsync(await ProxiedApp.StartAsync("one", _redis), await ProxiedApp.StartAsync("two", _redis));
        _browser = _site.NewBrowser();
        await _browser.GetAsync("/sign-in/ada");
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _site.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
