using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

using Snippets = SecureSessions.Tests.Docs.LiveConnections.Snippets;

namespace SecureSessions.Tests.Live;

/// <summary>A WebSocket is closed with its session. The server side is the one of the docs, and one that never receives.</summary>
public sealed class WebSocketTests : IAsyncLifetime
{
    private readonly TaskCompletionSource<WebSocketState> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveHost _live = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _live = await LiveHost.StartAsync(Map, kind: ServerKind.KestrelHttp1);
        _browser = await _live.SignInAsync();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _live.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_WebSocket_is_closed_with_the_status_and_the_reason_when_the_session_ends()
    {
        using ClientWebSocket socket = await ConnectAsync("/ws");
        await EchoAsync(socket);

        await _browser.GetAsync("/sign-out");
        WebSocketReceiveResult close = await ReceiveAsync(socket);

        Assert.Equal(
            (WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation, "The session has ended or changed."),
            (close.MessageType, close.CloseStatus, close.CloseStatusDescription));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.DoesNotContain(_live.Host.Logs.Lines, static line => line.Exception is WebSocketException);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_WebSocket_is_closed_at_the_idle_deadline()
    {
        using ClientWebSocket socket = await ConnectAsync("/ws");
        await EchoAsync(socket);

        await _live.LeapAsync(SecureSessionDefaults.IdleTimeout);

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, (await ReceiveAsync(socket)).CloseStatus);
    }

    [Theory]
    [Trait("Requirement", "TM-9")]
    [InlineData("/ws")]
    [InlineData("/deaf")]
    public async Task A_WebSocket_whose_peer_does_not_answer_is_cut_off(string path)
    {
        using ClientWebSocket socket = await ConnectAsync(path);

        await _live.EndElsewhereAsync(LiveHost.IdOf(_browser));
        _live.Announcements.Announce(LiveHost.IdOf(_browser));

        // The peer goes on sending, and never reads.
        await Poll.UntilAsync(() => HasFailedAsync(() => SendAsync(socket)), "the connection is cut");
        if (path == "/deaf")
            Assert.Equal(WebSocketState.Aborted, await _left.Task.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_WebSocket_without_a_session_is_not_closed()
    {
        using Browser stranger = _live.Host.NewBrowser();
        using ClientWebSocket socket = await ConnectAsync("/open-ws", stranger);

        await _browser.GetAsync("/sign-out");
        _live.Clock.Advance(SecureSessionDefaults.AbsoluteTimeout);

        await EchoAsync(socket);
    }

    [Fact]
    public async Task The_watch_of_a_WebSocket_is_disposed_when_its_handler_is_done()
    {
        using ClientWebSocket socket = await ConnectAsync("/ws");
        await EchoAsync(socket);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        int checks = _live.Checks;

        await Poll.UntilAsync(() => _live.Watched == 0, "the request is completed");
        _live.Clock.Advance(2 * SecureSessionDefaults.LiveSessionCheckInterval);

        Assert.Equal(checks, _live.Checks);
    }

    private void Map(WebApplication app)
    {
        Snippets.WebSockets(app);
        app.MapGet("/open-ws", EchoOnceAsync);
        app.MapGet("/deaf", KeepOpenAsync);
    }

    private static async Task EchoOnceAsync(HttpContext context)
    {
        using WebSocket webSocket = await context.WebSockets.AcceptWebSocketAsync();
        await using IAsyncDisposable closing = context.GetSecureSession().CloseWhenEnded(webSocket);
        byte[] buffer = new byte[100];
        WebSocketReceiveResult message = await webSocket.ReceiveAsync(buffer, CancellationToken.None);
        await webSocket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
    }

    private async Task KeepOpenAsync(HttpContext context)
    {
        using WebSocket webSocket = await context.WebSockets.AcceptWebSocketAsync();
        await using IAsyncDisposable closing = context.GetSecureSession().CloseWhenEnded(webSocket);
        await Poll.UntilAsync(() => webSocket.State == WebSocketState.Aborted, "the socket is aborted");
        _left.SetResult(webSocket.State);
    }

    private async Task<ClientWebSocket> ConnectAsync(string path, Browser? browser = null)
    {
        var socket = new ClientWebSocket();
        if ((browser ?? _browser).Jar.Header is { } cookies)
            socket.Options.SetRequestHeader("Cookie", cookies);
        var address = new UriBuilder(new Uri(_live.Host.BaseAddress, path)) { Scheme = "wss" };
        await socket.ConnectAsync(address.Uri, _live.Host.NewClient(), CancellationToken.None);
        return socket;
    }

    private static async Task EchoAsync(ClientWebSocket socket)
    {
        await SendAsync(socket);
        Assert.Equal((WebSocketMessageType.Text, 5), await ReceiveAsync(socket) is { } echo ? (echo.MessageType, echo.Count) : default);
    }

    private static Task SendAsync(ClientWebSocket socket) =>
        socket.SendAsync("hello"u8.ToArray().AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();

    private static Task<WebSocketReceiveResult> ReceiveAsync(ClientWebSocket socket) =>
        socket.ReceiveAsync(new ArraySegment<byte>(new byte[1024]), CancellationToken.None).WaitAsync(Patience.Limit);

    private static async Task<bool> HasFailedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return false;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException)
        {
            return true;
        }
    }
}
