using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureSessions.TestKit;

/// <summary>
/// One connection that speaks the Redis protocol (RESP2) by hand, so that no client library stands between a test and the server.
/// </summary>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly PipeReader _reader;

    /// <param name="stream">A connection to the server; plain or TLS.</param>
    public RespConnection(Stream stream)
    {
        _stream = stream;
        _reader = PipeReader.Create(stream);
    }

    public static async Task<RespConnection> OpenAsync(int port, string? password, CancellationToken cancellationToken)
    {
        var connection = new RespConnection(await OpenStreamAsync(port, cancellationToken));
        try
        {
            if (password is not null)
                await connection.ExecuteAsync(["AUTH", password], cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<Stream> OpenStreamAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command and returns the answer; an error of the server is an exception with its words.</summary>
    public Task<RespReply> ExecuteAsync(IEnumerable<string> command, CancellationToken cancellationToken) =>
        ExecuteAsync([.. command.Select(Encoding.UTF8.GetBytes)], cancellationToken);

    public async Task<RespReply> ExecuteAsync(byte[][] command, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        message.Write(Encoding.ASCII.GetBytes($"*{command.Length}\r\n"));
        foreach (byte[] argument in command)
        {
            message.Write(Encoding.ASCII.GetBytes($"${argument.Length}\r\n"));
            message.Write(argument);
            message.Write("\r\n"u8);
        }

        await _stream.WriteAsync(message.ToArray(), cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await _reader.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.Latin1.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                throw new EndOfStreamException("Redis closed the connection.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.CompleteAsync();
        await _stream.DisposeAsync();
    }

    private async Task<RespReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(cancellationToken);
        string rest = line[1..];
        switch (line[0])
        {
            case '+' or ':':
                return new RespReply(Encoding.Latin1.GetBytes(rest));
            case '-':
                throw new InvalidOperationException($"Redis answered: {rest}");
            case '$':
                return new RespReply(await ReadBytesAsync(int.Parse(rest, CultureInfo.InvariantCulture), cancellationToken));
            case '*':
                var items = new RespReply[Math.Max(0, int.Parse(rest, CultureInfo.InvariantCulture))];
                for (int i = 0; i < items.Length; i++)
                    items[i] = await ReadReplyAsync(cancellationToken);
                return new RespReply(null, items);
            default:
                throw new InvalidOperationException($"Redis answered with what is no RESP2: {line}");
        }
    }

    private async Task<byte[]?> ReadBytesAsync(int length, CancellationToken cancellationToken)
    {
        if (length < 0)
            return null;

        ReadResult read = await _reader.ReadAtLeastAsync(length + 2, cancellationToken);
        if (read.Buffer.Length < length + 2)
            throw new EndOfStreamException("Redis closed the connection.");

        byte[] bytes = read.Buffer.Slice(0, length).ToArray();
        _reader.AdvanceTo(read.Buffer.GetPosition(length + 2));
        return bytes;
    }
}
