using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace SecureSessions.TestKit;

/// <summary>Speaks HTTP/1.1 by hand, to see every byte that a server sends: also those behind the end of the body.</summary>
public static class RawHttp1
{
    /// <summary>Sends one GET and returns all that comes back until the server closes.</summary>
    public static async Task<string> GetAsync(SessionHost host, string path, string? cookies = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, TestCertificate.IsOurs);
        await tls.AuthenticateAsClientAsync("localhost");
        string cookie = cookies is null ? "" : $"Cookie: {cookies}\r\n";
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}Connection: close\r\n\r\n"));

        using var answer = new MemoryStream();
        await tls.CopyToAsync(answer);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
