using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions.TestKit;

/// <summary>A client of a SignalR hub, as much of one as tests need: the JSON protocol over any transport, calls and their results.</summary>
/// <remarks>The client library is not to be had here: packages that it needs are missing from the feed.</remarks>
public sealed class HubClient : IAsyncDisposable
{
    private const char EndOfMessage = '\u001e';
    private const int Completion = 3;
    private const int Close = 7;

    private readonly IHubPipe _pipe;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> _calls = new();
    private int _lastCall;

    private HubClient(IHubPipe pipe) => _pipe = pipe;

    /// <summary>Completes when the connection has ended, in whatever way.</summary>
    public Task Closed { get; private set; } = Task.CompletedTask;

    /// <summary>Whether the server has said, as it closed the connection, that the client may connect again by itself.</summary>
    public bool MayReconnect { get; private set; }

    /// <summary>What a server is to be set to: this client sends no pings, and takes its time on a busy machine.</summary>
    public static void SetServer(HubOptions options) => options.ClientTimeoutInterval = options.HandshakeTimeout = Patience.Limit;

    /// <summary>Connects, and waits until the hub serves the connection: it has a method <c>Echo</c>.</summary>
    public static async Task<HubClient> ConnectAsync(HttpClient client, CookieJar jar, HubTransport transport = HubTransport.WebSockets, string path = "/hub")
    {
        IHubPipe pipe = transport == HubTransport.WebSockets
            ? await WebSocketPipe.OpenAsync(client, path, jar.Header)
            : await HttpPipe.OpenAsync(client, path, jar.Header, polls: transport == HubTransport.LongPolling);
        var hub = new HubClient(pipe);
        hub.Closed = hub.ReadAsync();
        await pipe.SendAsync("{\"protocol\":\"json\",\"version\":1}" + EndOfMessage);
        await hub.CallAsync("Echo", "connected");
        return hub;
    }

    /// <summary>Calls a method; its result, or an exception if the call fails or the connection ends first.</summary>
    public async Task<string?> CallAsync(string method, params string[] arguments)
    {
        string id = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var result = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = result;
        await _pipe.SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }) + EndOfMessage);
        await Task.WhenAny(result.Task, Closed);
        return result.Task.IsCompleted ? await result.Task : throw new IOException("The hub connection has ended.");
    }

    /// <summary>Waits for the end of the connection; how long it took.</summary>
    public async Task<TimeSpan> WaitUntilClosedAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await Closed.WaitAsync(Patience.Limit);
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        _pipe.Dispose();
        await Task.WhenAny(Closed, Task.Delay(TimeSpan.FromSeconds(5)));
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (string piece in _pipe.ReadAsync())
            {
                foreach (string message in piece.Split(EndOfMessage, StringSplitOptions.RemoveEmptyEntries))
                    Take(message);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A connection that is cut ends so.
        }
    }

    private void Take(string text)
    {
        using var message = JsonDocument.Parse(text);
        JsonElement root = message.RootElement;
        int type = root.TryGetProperty("type", out JsonElement given) ? given.GetInt32() : 0;
        if (type == Close)
            MayReconnect = root.TryGetProperty("allowReconnect", out JsonElement allowed) && allowed.GetBoolean();
        if (type != Completion)
            return;

        if (!_calls.TryRemove(root.GetProperty("invocationId").GetString()!, out TaskCompletionSource<string?>? call))
            return;

        if (root.TryGetProperty("error", out JsonElement error))
            call.SetException(new InvalidOperationException(error.GetString()));
        else
            call.SetResult(root.TryGetProperty("result", out JsonElement result) ? result.ToString() : null);
    }
}
