using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Setup;

/// <summary>An app whose answers over HTTPS lack <c>Strict-Transport-Security</c> is told so once.</summary>
public sealed class HstsTests
{
    [Fact]
    [Trait("Requirement", "CA-3")]
    public async Task An_answer_without_the_header_is_called_weak_once()
    {
        await using SessionHost host = await StartAsync();

        await AskAsync(host, "shop.example.com");

        LogLine line = Assert.Single(host.Logs.Of("session_weak_setting"));
        Assert.StartsWith("An HTTPS answer without Strict-Transport-Security weakens the sessions: ", line.Message, StringComparison.Ordinal);
        Assert.Contains("UseHsts()", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "CA-3")]
    public async Task An_answer_with_the_header_is_not()
    {
        await using SessionHost host = await StartAsync(before: static app => app.UseHsts());

        await AskAsync(host, "shop.example.com");

        Assert.Empty(host.Logs.Of("session_weak_setting"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_host_that_browsers_keep_no_such_header_for_is_not(string name)
    {
        await using SessionHost host = await StartAsync();

        await AskAsync(host, name);

        Assert.Empty(host.Logs.Of("session_weak_setting"));
    }

    [Theory]
    [InlineData("Development", ServerKind.KestrelHttp1, true)]
    [InlineData("Production", ServerKind.KestrelHttp1, false)]
    [InlineData("Production", ServerKind.TestServer, true)]
    public async Task Development_plain_HTTP_and_what_a_proxy_serves_are_not(string environment, ServerKind kind, bool https)
    {
        await using SessionHost host = await StartAsync(environment, kind, https);

        await AskAsync(host, "shop.example.com");

        Assert.Empty(host.Logs.Of("session_weak_setting"));
    }

    private static Task<SessionHost> StartAsync(
        string environment = "Production",
        ServerKind kind = ServerKind.KestrelHttp1,
        bool https = true,
        Action<WebApplication>? before = null) =>
        SessionHost.StartAsync(
            new SessionHostSettings { Map = SmallApp.Map, Environment = environment, Kind = kind, Https = https, Before = before });

    // The line is written once the answer is over, which its client does not wait for. A connection takes its next request after that.
    private static async Task AskAsync(SessionHost host, string name)
    {
        using HttpClient client = host.NewClient();
        for (int i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/get/a");
            request.Headers.Host = name;
            using HttpResponseMessage answer = await client.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }
}
