using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecureSessions.TestKit;

/// <summary>
/// Stands between a client and a server, and can let connections go dead without a word, as a cable that is cut or a firewall that forgets.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _generation;
    private volatile bool _swaps;
    private volatile TaskCompletionSource? _cut;

    public TcpRelay(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How clients name it.</summary>
    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Breaks all connections that are open. New ones come to nothing until <see cref="Mend"/>, and work from then on.</summary>
    public void Cut()
    {
        _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    /// <summary>Ends <see cref="Cut"/>.</summary>
    public void Mend() => _cut?.TrySetResult();

    /// <summary>From now on nothing goes through the connections that are open; they stay so. New ones work.</summary>
    public void Vanish() => Interlocked.Increment(ref _generation);

    /// <summary>The next two replies of one connection that are arrays change places.</summary>
    public void SwapReplies() => _swaps = true;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Mend();
        await _accepting;
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nobody is waited for any more.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        int generation = Volatile.Read(ref _generation);
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            if (_cut is { } cut)
                await cut.Task;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            await Task.WhenAny(PumpAsync(client, server, generation), PumpAsync(server, client, generation, new ReplySwap()));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The server is not there, or the connection was cut.
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, int generation, ReplySwap? swap = null)
    {
        byte[] buffer = new byte[8192];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (generation != Volatile.Read(ref _generation))
                    continue;

                ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, length);
                if (_swaps && swap is not null)
                {
                    bytes = swap.Take(bytes.Span);
                    _swaps = !swap.IsDone;
                }

                await to.SendAsync(bytes);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of the ends was closed; so is the other now.
        }
    }
}
