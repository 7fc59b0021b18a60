using System.Text;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(SharedServer.Name)]
public sealed class SharedServerTests(SharedServer shared)
{
    private readonly RedisServer _server = shared.Server;

    [Fact]
    public async Task A_server_answers_as_text()
    {
        await _server.ExecuteAsync("RPUSH", "answers", "one", "zwölf");

        Assert.Equal("PONG", await _server.ExecuteAsync("PING"));
        Assert.Equal("2", await _server.ExecuteAsync("LLEN", "answers"));
        Assert.Equal("one\nzwölf", await _server.ExecuteAsync("LRANGE", "answers", "0", "-1"));
        Assert.Equal("", await _server.ExecuteAsync("GET", "nothing"));
        Assert.Equal("", await _server.ExecuteAsync("KEYS", "nothing*"));
    }

    [Fact]
    public async Task An_error_is_an_exception_with_the_words_of_the_server()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => _server.ExecuteAsync("GETT", "x"));

        Assert.Contains("ERR unknown command 'GETT'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_counted_from_the_reset_on()
    {
        await _server.ExecuteAsync("GET", "counted");
        await _server.ResetCommandCountsAsync();
        await _server.ExecuteAsync("GET", "counted");
        await _server.ExecuteAsync("EVAL", "return redis.call('GET', KEYS[1])", "1", "counted");

        IReadOnlyDictionary<string, long> counts = await _server.CommandCountsAsync();

        Assert.Equal(2, counts["get"]);
        Assert.Equal(["eval", "get"], counts.Keys.Order());
    }

    [Fact]
    public async Task A_dump_shows_every_key_and_its_bytes_uncompressed()
    {
        long before = await _server.DbSizeAsync();
        string value = string.Concat(Enumerable.Repeat("easily compressed ", 100));
        await _server.ExecuteAsync("HSET", "dumped", "field", value);

        IReadOnlyList<RedisEntry> entries = await _server.DumpAllAsync();

        Assert.Equal(before + 1, entries.Count);
        RedisEntry entry = Assert.Single(entries, static entry => entry.Contains("dumped"u8));
        Assert.True(entry.Contains(Encoding.UTF8.GetBytes(value)));
        Assert.False(entry.Contains("absent"u8));
    }

    [Fact]
    public async Task Scripts_are_forgotten_when_they_are_flushed()
    {
        string hash = await _server.ExecuteAsync("SCRIPT", "LOAD", "return 1");
        Assert.Equal("1", await _server.ExecuteAsync("EVALSHA", hash, "0"));

        await _server.FlushScriptsAsync();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _server.ExecuteAsync("EVALSHA", hash, "0"));
        Assert.Contains("NOSCRIPT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_shows_in_the_processor_time()
    {
        TimeSpan before = await _server.UsedCpuAsync();

        await _server.ExecuteAsync("EVAL", "local sum = 0 for i = 1, 3000000 do sum = sum + i end return 1", "0");

        Assert.True(await _server.UsedCpuAsync() > before);
    }

    [Fact]
    public async Task A_monitor_sees_what_is_sent_and_what_scripts_do()
    {
        await using RedisMonitor monitor = await _server.MonitorAsync();
        await _server.ExecuteAsync("SET", "seen", "a \"quoted\" \\ zwölf\r\n");
        await _server.ExecuteAsync("EVAL", "return redis.call('GET', KEYS[1])", "1", "seen");

        string text = await monitor.ReadTextAsync();
        ReadOnlyMemory<byte> bytes = await monitor.ReadBytesAsync();

        Assert.Contains("""
            "SET" "seen" "a \"quoted\" \\ zw\xc3\xb6lf\r\n"
            """, text, StringComparison.Ordinal);
        Assert.Contains("""
            lua] "GET" "seen"
            """, text, StringComparison.Ordinal);
        Assert.True(bytes.Span.IndexOf("a \"quoted\" \\ zwölf\r\n"u8) >= 0);
    }
}
