using System.Net.Sockets;
using System.Text;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Junk;

[Trait("Pace", "Slow")]
public sealed class JunkOnTheWireTests
{
    /// <summary>Over plain HTTP, which development allows on loopback, the cookie has no prefix.</summary>
    private static readonly SessionHostSettings Settings = new()
    {
        Kind = ServerKind.KestrelHttp1,
        Https = false,
        Environment = "Development",
        Map = new Script().MapCommands,
    };

    [Fact]
    [Trait("Requirement", "ID-4")]
    public async Task Whatever_bytes_come_as_a_cookie_no_answer_is_a_5xx()
    {
        await using SessionHost host = await SessionHost.StartAsync(Settings);
        var junk = new JunkSource(seed: 20263);
        string token = SessionToken.Create().ToCookieValue();
        int served = 0;

        for (int i = 0; i < 3_000; i++)
        {
            byte[] header = Header(junk.CookieFields(token), i % 2 == 0 ? Encoding.UTF8 : Encoding.Latin1);
            string answer = await SendAsync(host, header);
            Assert.DoesNotContain("HTTP/1.1 5", answer, StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
            served += answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(served, 1_000, 2_999);
        Assert.NotEmpty(host.Events.Of(SessionEventType.TokenRejected));
    }

    private static byte[] Header(string[] fields, Encoding encoding) => encoding.GetBytes(
        string.Concat(fields.Select(static field => $"Cookie: {field.Replace("__Host-id", "id", StringComparison.Ordinal)}\r\n")));

    private static async Task<string> SendAsync(SessionHost host, byte[] header)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port);
        await using NetworkStream stream = client.GetStream();
        byte[] request = [.. "GET /do HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"u8, .. header, .. "\r\n"u8];
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
