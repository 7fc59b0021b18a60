using System.Net.WebSockets;
using System.Text;
using SecureSessions.TestKit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>Nodes in this process behind a real nginx, as one site that browsers reach over HTTPS.</summary>
internal sealed class ProxySite : IAsyncDisposable
{
    private readonly NginxServer _nginx;

    private ProxySite(NginxServer nginx, SessionHost[] nodes)
    {
        _nginx = nginx;
        Nodes = nodes;
    }

    /// <summary>The nodes of the site, in the order of the configuration.</summary>
    public IReadOnlyList<SessionHost> Nodes { get; }

    /// <summary>The only node of a site that has one.</summary>
    public SessionHost Node => Nodes.Single();

    /// <summary>Puts nginx in front of nodes, with the configuration of the page, which a test may change.</summary>
    public static async Task<ProxySite> StartAsync(Func<string, string> change, params SessionHost[] nodes)
    {
        Uri[] addresses = [.. nodes.Select(static node => node.BaseAddress)];
        return new ProxySite(await NginxServer.StartAsync(nginx => change(PublishedNginx.For(nginx, addresses))), nodes);
    }

    /// <inheritdoc cref="StartAsync(Func{string, string}, SessionHost[])"/>
    public static Task<ProxySite> StartAsync(params SessionHost[] nodes) => StartAsync(static text => text, nodes);

    /// <summary>A browser with an empty cookie jar, which comes from an address of loopback.</summary>
    public Browser NewBrowser(string from = "127.0.0.1") => new(_nginx.NewClient(from));

    /// <summary>Opens a WebSocket as a page of the site does.</summary>
    public async Task<ClientWebSocket> ConnectAsync(Browser browser, string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", browser.Jar.Header);
        socket.Options.SetRequestHeader("Origin", PublishedNginx.Site.GetLeftPart(UriPartial.Authority));
        using var client = new HttpMessageInvoker(_nginx.NewHandler(), disposeHandler: false);
        await socket.ConnectAsync(new UriBuilder(new Uri(PublishedNginx.Site, path)) { Scheme = "wss" }.Uri, client, default);
        return socket;
    }

    /// <summary>Sends a text and receives what comes next: a text, or the reason for a close.</summary>
    public static async Task<(WebSocketCloseStatus? Closed, string Text)> EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        return await ReceiveAsync(socket);
    }

    /// <summary>Receives what comes next.</summary>
    public static async Task<(WebSocketCloseStatus? Closed, string Text)> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[256];
        WebSocketReceiveResult message = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience.Limit);
        return (message.CloseStatus, message.CloseStatusDescription ?? Encoding.UTF8.GetString(buffer, 0, message.Count));
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (SessionHost node in Nodes)
            await node.DisposeAsync();
    }
}
