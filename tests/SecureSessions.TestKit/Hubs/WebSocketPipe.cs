using System.Net.WebSockets;
using System.Text;

namespace SecureSessions.TestKit;

/// <summary>A hub connection over a WebSocket, without negotiation.</summary>
internal sealed class WebSocketPipe : IHubPipe
{
    private readonly ClientWebSocket _socket = new();

    private WebSocketPipe()
    {
    }

    public static async Task<IHubPipe> OpenAsync(HttpClient client, string path, string? cookies)
    {
        var pipe = new WebSocketPipe();
        if (cookies is not null)
            pipe._socket.Options.SetRequestHeader("Cookie", cookies);
        var address = new UriBuilder(new Uri(client.BaseAddress!, path)) { Scheme = "wss" };
        await pipe._socket.ConnectAsync(address.Uri, client, CancellationToken.None);
        return pipe;
    }

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public async IAsyncEnumerable<string> ReadAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            WebSocketReceiveResult result = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
                yield break;

            yield return Encoding.UTF8.GetString(buffer, 0, result.Count);
        }
    }

    public void Dispose() => _socket.Dispose();
}
