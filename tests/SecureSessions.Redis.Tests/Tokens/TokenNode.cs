using System.Net;
using System.Security.Cryptography;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>The app that issues tokens, in a process of its own.</summary>
internal sealed class TokenNode : IAsyncDisposable
{
    private readonly TempFolder _home = new();
    private RunningApp? _app;

    private TokenNode()
    {
    }

    /// <summary>A key that several nodes have in common.</summary>
    public static string NewStoreKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Starts one, and waits until Redis serves it.</summary>
    public static async Task<TokenNode> StartAsync(string redis, string storeKey, params string[] more)
    {
        var node = new TokenNode();
        try
        {
            node._app = await RunningApp.StartAsync(
                node._home.Path,
                DotNetCli.Program,
                [typeof(TokenApp).Assembly.Location, TokenApp.Name, "--redis", redis, "--storekey", storeKey, .. more]);
            await Poll.UntilAsync(node.IsServedAsync, "Redis serves the node");
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public HttpClient NewClient() => _app!.NewClient();

    public Browser NewBrowser() => _app!.NewBrowser();

    /// <summary>Whether Redis answers: a refresh token that is none of a session has to be looked up.</summary>
    public async Task<bool> IsServedAsync()
    {
        using HttpClient client = NewClient();
        var made = new ClientTokens("", SessionToken.Create(SecretKind.RefreshToken).ToRefreshToken());
        return (await made.RefreshAsync(client)).Status == HttpStatusCode.BadRequest;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _home.Dispose();
    }
}
