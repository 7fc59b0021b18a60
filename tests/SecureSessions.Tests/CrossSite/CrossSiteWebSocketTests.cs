using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.CrossSite;

/// <summary>A WebSocket is opened by a GET, or on HTTP/2 by a CONNECT; browsers let every site do so, cookie included.</summary>
public sealed class CrossSiteWebSocketTests
{
    [Theory]
    [Trait("Requirement", "CS-6")]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task A_page_of_the_app_opens_a_WebSocket(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        using ClientWebSocket socket = await OpenAsync(host, browser, host.BaseAddress.GetLeftPart(UriPartial.Authority));

        byte[] greeting = new byte[16];
        WebSocketReceiveResult received = await socket.ReceiveAsync(greeting, CancellationToken.None);
        Assert.Equal("alice", Encoding.UTF8.GetString(greeting, 0, received.Count));
    }

    [Theory]
    [Trait("Requirement", "CS-6")]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task A_WebSocket_of_another_sites_page_is_answered_403(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(host, browser, "https://evil.example"));

        Assert.Contains("403", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal("origin", Assert.Single(host.Events.Of(SessionEventType.CrossSiteRefused)).Detail);
    }

    private static Task<SessionHost> StartAsync(ServerKind server) => SessionHost.StartAsync(
        static app =>
        {
            app.UseWebSockets();
            SmallApp.Map(app);
            app.Map("/socket", GreetAsync);
        },
        kind: server);

    private static async Task GreetAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        string user = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";
        await socket.SendAsync(Encoding.UTF8.GetBytes(user), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task<ClientWebSocket> OpenAsync(SessionHost host, Browser browser, string origin)
    {
        using var invoker = new HttpMessageInvoker(TestCertificate.NewClientHandler(), disposeHandler: false);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", browser.Jar.Header);
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        if (host.Kind == ServerKind.KestrelHttp2)
            (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        await socket.ConnectAsync(
            new UriBuilder(host.BaseAddress) { Scheme = "wss", Path = "/socket" }.Uri, invoker, CancellationToken.None);
        return socket;
    }
}
