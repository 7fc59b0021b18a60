using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>An app on Kestrel with a Redis of its own, which counts the commands that requests cost.</summary>
internal sealed partial class CountedApp : IAsyncDisposable
{
    /// <summary>How many requests are counted together, so that none of them costs more now and then.</summary>
    public const int Requests = 250;

    // What the client library and the tests ask the server for by themselves, whatever the app does.
    private static readonly string[] Housekeeping =
        ["PING", "ECHO", "INFO", "CONFIG", "CLUSTER", "CLIENT", "SUBSCRIBE", "UNSUBSCRIBE", "GET"];

    private readonly RedisServer _server;

    private CountedApp(RedisServer server, SessionHost host)
    {
        _server = server;
        Host = host;
        Browser = host.NewBrowser();
    }

    public SessionHost Host { get; }

    public Browser Browser { get; }

    public static async Task<CountedApp> StartAsync(
        Action<SecureSessionOptions>? configure = null,
        Action<IServiceCollection>? configureServices = null,
        Action<WebApplication>? map = null)
    {
        RedisServer server = await RedisServer.StartAsync();
        SessionHost host = await RedisHost.StartAsync(
            server,
            options =>
            {
                // Far from what one user signs in here.
                options.MaxSessionsPerUser = 100 * Requests;
                configure?.Invoke(options);
            },
            kind: ServerKind.KestrelHttp1,
            configureServices: configureServices,
            map: map);

        // The watch over the deadlines rests, so that only requests are counted.
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        var app = new CountedApp(server, host);

        // From here on the server knows every script.
        await app.VisitAsync("/set/a/1", "/sign-in/ada", "/set/a/2", "/sign-in/bob", "/sign-out");
        await host.Store.InnerIndex.LeaseDueAsync(CancellationToken.None);
        await host.Store.InnerIndex.ListAsync("ada", CancellationToken.None);
        await host.Store.Inner.PeekAsync(RandomValues.Id(), CancellationToken.None);
        await host.Store.Inner.GetTimeAsync(CancellationToken.None);
        return app;
    }

    /// <summary>Sends requests of the browser one after the other, each answered well.</summary>
    public async Task VisitAsync(params string[] paths)
    {
        foreach (string path in paths)
            Assert.Equal(200, (int)(await Browser.GetAsync(path)).Status);
    }

    /// <summary>The tokens of that many sessions, each begun by these requests.</summary>
    public async Task<IReadOnlyList<string>> TokensAsync(params string[] paths)
    {
        var tokens = new List<string>(Requests);
        for (int i = 0; i < Requests; i++)
        {
            Browser.Token = null;
            await VisitAsync(paths);
            tokens.Add(Browser.Token!);
        }

        return tokens;
    }

    /// <summary>Sends a request with each token, and returns how many commands all of them cost.</summary>
    public Task<int> CostAsync(string path, IEnumerable<string?> tokens) => CostAsync(async () =>
    {
        foreach (string? token in tokens)
        {
            Browser.Token = token;
            await VisitAsync(path);
        }
    });

    /// <summary>How many commands the server was sent, without those that its scripts ran.</summary>
    public async Task<int> CostAsync(Func<Task> call)
    {
        await using RedisMonitor monitor = await _server.MonitorAsync();
        await _server.ResetCommandCountsAsync();
        await call();
        IReadOnlyDictionary<string, long> counts = await _server.CommandCountsAsync();
        string[] sent = [.. SentCommand().Matches(await monitor.ReadTextAsync())
            .Select(static match => match.Groups[1].Value)
            .Where(static name => !Housekeeping.Contains(name, StringComparer.OrdinalIgnoreCase))];

        // Nothing else was sent, and the server's own statistics agree.
        Assert.All(sent, static name => Assert.Equal("EVALSHA", name));
        Assert.Equal(sent.Length, counts.GetValueOrDefault("evalsha"));
        return sent.Length;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
        await _server.DisposeAsync();
    }

    // 1700000000.123456 [0 127.0.0.1:54321] "EVALSHA" ...; commands of scripts come from [0 lua].
    [GeneratedRegex("""^[0-9.]+ \[0 [0-9.:]+\] "([A-Za-z]+)""", RegexOptions.Multiline)]
    private static partial Regex SentCommand();
}
