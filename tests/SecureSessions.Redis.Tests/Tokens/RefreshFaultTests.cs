using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>While Redis fails, clients are told to try again, and keep their tokens.</summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class RefreshFaultTests : IAsyncLifetime
{
    private const int Clients = 8;
    private const int RefreshesAfterwards = 3;

    private RedisServer _server = null!;
    private TokenNode _a = null!;
    private TokenNode _b = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync(new RedisServerSettings { Durable = true });
        string storeKey = TokenNode.NewStoreKey();
        _a = await StartNodeAsync(storeKey);
        _b = await StartNodeAsync(storeKey);
    }

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable? started in (IAsyncDisposable?[])[_a, _b, _server])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("stop")]
    [Trait("Requirement", "TK-6")]
    public async Task Clients_that_refresh_while_Redis_fails_are_answered_503_and_go_on_with_their_tokens(string fault)
    {
        using var stop = new CancellationTokenSource();
        var seen = new RefreshLog();
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(i => RefreshAsync($"user{i}", seen, stop.Token))];
        await Poll.UntilAsync(() => seen.Rotated > Clients, "every client refreshes");

        await FailAsync(fault);
        await Poll.UntilAsync(() => seen.Unavailable > Clients, "clients are answered 503");
        await MendAsync(fault);
        int before = seen.Rotated;
        await Poll.UntilAsync(() => seen.Rotated > before + (Clients * RefreshesAfterwards), "clients refresh again");

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Empty(seen.Refused);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("stop")]
    public async Task An_access_token_is_answered_503_and_not_401_while_its_session_cannot_be_checked(string fault)
    {
        using HttpClient onA = _a.NewClient();
        ClientTokens client = await ClientTokens.SignInAsync(onA);
        await FailAsync(fault);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.CallAsync(onA));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.RefreshAsync(onA)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.RevokeAsync(onA));
        await MendAsync(fault);
        await Poll.UntilAsync(_a.IsServedAsync, "Redis serves the node again");

        Assert.Equal(HttpStatusCode.OK, await client.CallAsync(onA));
    }

    // Within the grace of its last rotation a token is not rotated again.
    private Task<TokenNode> StartNodeAsync(string storeKey) => TokenNode.StartAsync(
        _server.Configuration, storeKey, "--timeout", $"{TrafficApp.ShortTimeout}", "--grace", "00:00:01");

    private async Task FailAsync(string fault)
    {
        if (fault == "kill")
            await _server.KillAsync();
        else
            _server.Hang();
    }

    private async Task MendAsync(string fault)
    {
        if (fault == "kill")
            await _server.RestartAsync();
        else
            _server.Continue();
    }

    /// <summary>A client that refreshes at both nodes in turn, uses what it gets, and keeps what it has where it gets nothing.</summary>
    private async Task RefreshAsync(string user, RefreshLog seen, CancellationToken stop)
    {
        using HttpClient onA = _a.NewClient();
        using HttpClient onB = _b.NewClient();
        ClientTokens tokens = await ClientTokens.SignInAsync(onA, user);
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            (HttpStatusCode status, ClientTokens? next) = await tokens.RefreshAsync(i % 2 == 0 ? onA : onB);
            seen.Add(status, next is not null && next.Refresh != tokens.Refresh);
            tokens = next ?? tokens;
            seen.Add(await tokens.CallAsync(i % 2 == 0 ? onB : onA), isRotation: false);
        }
    }
}
