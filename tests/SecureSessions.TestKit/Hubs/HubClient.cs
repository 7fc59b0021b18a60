using System.Diagnostics;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace SecureSessions.TestKit;

/// <summary>A connection of a browser to a SignalR hub. It does not connect again by itself, and knows whether it would.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly NoRetry _retry;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubClient(HubConnection connection, NoRetry retry)
    {
        _connection = connection;
        _retry = retry;
        connection.HandshakeTimeout = connection.ServerTimeout = Patience.Limit;
        connection.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>The ways to keep a connection.</summary>
    public static IReadOnlyList<HttpTransportType> Transports { get; } =
        [HttpTransportType.WebSockets, HttpTransportType.ServerSentEvents, HttpTransportType.LongPolling];

    /// <summary>Completes when the connection has ended, in whatever way.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Whether it would have connected again by itself: the server allowed that as it closed the connection.</summary>
    public bool MayReconnect => _retry.WasAsked;

    /// <summary>What a server is to be set to: clients on a busy machine take their time.</summary>
    public static void SetServer(HubOptions options) => options.ClientTimeoutInterval = options.HandshakeTimeout = Patience.Limit;

    /// <summary>Connects, and waits until the hub serves the connection: it has a method <c>Echo</c>.</summary>
    /// <param name="app">The address of the app.</param>
    /// <param name="browser">Whose cookies and name the connection has.</param>
    /// <param name="transport">The way to keep it.</param>
    /// <param name="stateful">Whether it goes on after its transport was cut (stateful reconnect).</param>
    public static async Task<HubClient> ConnectAsync(
        Uri app, Browser browser, HttpTransportType transport = HttpTransportType.WebSockets, bool stateful = false)
    {
        var retry = new NoRetry();
        IHubConnectionBuilder builder = new HubConnectionBuilder();
        if (stateful)
            builder.WithStatefulReconnect();
        HubConnection connection = builder
            .WithUrl(new Uri(app, "/hub"), transport, options =>
            {
                options.HttpMessageHandlerFactory = static _ => TestCertificate.NewClientHandler();
                options.WebSocketConfiguration = static socket => socket.RemoteCertificateValidationCallback = TestCertificate.IsOurs;
                if (browser.Jar.Header is { } cookies)
                    options.Headers["Cookie"] = cookies;
                if (browser.UserAgent is { } agent)
                    options.Headers["User-Agent"] = agent;
            })
            .WithAutomaticReconnect(retry)
            .Build();
        var hub = new HubClient(connection, retry);
        await connection.StartAsync();
        await hub.CallAsync("Echo", "connected");
        return hub;
    }

    /// <summary>Calls a method; its result, or an exception if the call fails or the connection ends first.</summary>
    public Task<string?> CallAsync(string method, params string[] arguments) => _connection.InvokeCoreAsync<string?>(method, arguments);

    /// <summary>What the hub says next under this name.</summary>
    public Task<string> HearAsync(string name)
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _connection.On<string>(name, text => heard.TrySetResult(text));
        return heard.Task.WaitAsync(Patience.Limit);
    }

    /// <summary>Waits for the end of the connection; how long it took.</summary>
    public async Task<TimeSpan> WaitUntilClosedAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await Closed.WaitAsync(Patience.Limit);
        return Stopwatch.GetElapsedTime(start);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Is asked when to connect again, if the server did not forbid that, and says never.</summary>
    private sealed class NoRetry : IRetryPolicy
    {
        public bool WasAsked { get; private set; }

        public TimeSpan? NextRetryDelay(RetryContext retryContext)
        {
            WasAsked = true;
            return null;
        }
    }
}
