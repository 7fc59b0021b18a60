using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureSessions.TestKit;

/// <summary>What a server is told while this is open, commands of scripts included: its <c>MONITOR</c>.</summary>
/// <remarks>
/// Redis leaves out passwords and what administers it (<c>AUTH</c>, <c>CONFIG</c>). Its clients do not see that it is watched, but it is
/// slower.
/// </remarks>
public sealed partial class RedisMonitor : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly RespConnection _connection;
    private readonly StringBuilder _text = new();

    private RedisMonitor(RedisServer server, RespConnection connection)
    {
        _server = server;
        _connection = connection;
    }

    /// <summary>
    /// All that was sent until now, a line a command, as <c>redis-cli monitor</c> prints it: bytes that are no plain ASCII stand as
    /// <c>\xff</c>.
    /// </summary>
    public async Task<string> ReadTextAsync()
    {
        // Whatever was executed before this mark is printed before it.
        string mark = Guid.NewGuid().ToString();
        await _server.ExecuteAsync("ECHO", mark);
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (await _connection.ReadLineAsync(limit.Token) is var line && !line.Contains(mark, StringComparison.Ordinal))
            _text.Append(line.AsSpan(1)).Append('\n');
        return _text.ToString();
    }

    /// <summary>The same with all bytes as they were sent, to search for what must not be among them.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBytesAsync() =>
        Encoding.Latin1.GetBytes(Escape().Replace(await ReadTextAsync(), static escape => Unescape(escape.Value)));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    internal static async Task<RedisMonitor> OpenAsync(RedisServer server, RespConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(["MONITOR"], cancellationToken);
        return new RedisMonitor(server, connection);
    }

    private static string Unescape(string escape) => escape[1] switch
    {
        'x' => ((char)byte.Parse(escape.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'a' => "\a",
        'b' => "\b",
        char plain => plain.ToString(),
    };

    [GeneratedRegex(@"\\(x[0-9a-f]{2}|.)")]
    private static partial Regex Escape();
}
