using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Redis.Tests.Tokens;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>What clients without cookies cost Redis.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class TokenCostTests
{
    private const int Requests = 50;

    [Fact]
    public async Task A_refresh_costs_two_and_an_access_token_one()
    {
        await using CountedApp app = await StartAsync();
        using HttpClient client = app.Host.NewClient();
        ClientTokens[] clients = await SignInAsync(client);
        ClientTokens[] refreshed = clients;

        Assert.Equal(Requests * CommandCost.AccessTokenCheck, await app.CostAsync(() => CallAsync(client, clients)));
        Assert.Equal(Requests * CommandCost.Refresh, await app.CostAsync(async () => refreshed = await RefreshAsync(client, clients)));
        Assert.Equal(Requests * CommandCost.AccessTokenCheck, await app.CostAsync(() => CallAsync(client, refreshed)));
        Assert.Equal(Requests * CommandCost.RepeatedRefresh, await app.CostAsync(() => RefreshAsync(client, clients)));
    }

    [Fact]
    public async Task An_API_that_remembers_sessions_asks_once_for_many_requests()
    {
        await using CountedApp app = await StartAsync();
        using HttpClient client = app.Host.NewClient();
        ClientTokens tokens = await ClientTokens.SignInAsync(client);

        int cost = await app.CostAsync(() => CallAsync(client, [.. Enumerable.Repeat(tokens, Requests)], TokenApp.Cached));

        Assert.Equal(CommandCost.AccessTokenCheck, cost);
    }

    [Fact]
    public async Task A_client_signs_in_and_out_for_as_much_as_a_browser()
    {
        await using CountedApp app = await StartAsync();
        using HttpClient client = app.Host.NewClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("example-cli/1.0");
        await ClientTokens.SignInAsync(client);
        ClientTokens[] clients = [];

        Assert.Equal(Requests * CommandCost.ClientSignIn, await app.CostAsync(async () => clients = await SignInAsync(client)));
        Assert.Equal(Requests * CommandCost.Revocation, await app.CostAsync(async () =>
        {
            foreach (ClientTokens one in clients)
                Assert.Equal(HttpStatusCode.OK, await one.RevokeAsync(client));
        }));
    }

    private static async Task<CountedApp> StartAsync()
    {
        CountedApp app = await CountedApp.StartAsync(
            configureServices: static services => TokenApp.AddTokens(services, TokenApp.NewSigningKey()), map: TokenApp.Map);

        // From here on the server knows every script.
        using HttpClient client = app.Host.NewClient();
        ClientTokens tokens = await ClientTokens.SignInAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await tokens.RefreshAsync(client)).Status);
        await tokens.RevokeAsync(client);
        return app;
    }

    private static async Task<ClientTokens[]> SignInAsync(HttpClient client)
    {
        var clients = new ClientTokens[Requests];
        for (int i = 0; i < Requests; i++)
            clients[i] = await ClientTokens.SignInAsync(client);
        return clients;
    }

    private static async Task<ClientTokens[]> RefreshAsync(HttpClient client, ClientTokens[] clients)
    {
        var refreshed = new ClientTokens[clients.Length];
        for (int i = 0; i < clients.Length; i++)
            refreshed[i] = (await clients[i].RefreshAsync(client)).Tokens!;
        return refreshed;
    }

    private static async Task CallAsync(HttpClient client, ClientTokens[] clients, string check = TokenApp.EveryRequest)
    {
        foreach (ClientTokens one in clients)
            Assert.Equal(HttpStatusCode.OK, await one.CallAsync(client, check));
    }
}
