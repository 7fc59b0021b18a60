using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>Nodes of one app, with one clock, one store of sessions and one of signing keys, which they make themselves.</summary>
internal sealed class KeyNodes : IAsyncDisposable
{
    /// <summary>The generation that signs when a test begins, on 1 January 2026.</summary>
    public const long FirstGeneration = 681;

    public static readonly byte[] StoreKey = [.. Enumerable.Range(1, 32).Select(static value => (byte)value)];
    public static readonly byte[] OtherStoreKey = [.. Enumerable.Range(101, 32).Select(static value => (byte)value)];

    private readonly List<TokenHost> _nodes = [];

    /// <summary>When the second generation begins.</summary>
    public static DateTimeOffset Boundary => SigningKeyGeneration.BeginOf(FirstGeneration + 1);

    public SharedSigningKeys Keys { get; private set; } = null!;

    public IReadOnlyList<TokenHost> All => _nodes;

    public TokenHost First => _nodes[0];

    public static async Task<KeyNodes> StartAsync(int count = 1, SessionCheck? check = null)
    {
        var nodes = new KeyNodes();
        for (int i = 0; i < count; i++)
            await nodes.AddAsync(check: check);

        return nodes;
    }

    /// <summary>Starts one more node.</summary>
    public async Task<TokenHost> AddAsync(
        byte[]? storeKey = null, byte[]? accepted = null, string? epoch = null, SessionCheck? check = null)
    {
        TokenHost node = await TokenHost.StartAsync(new TokenHostSettings
        {
            Peer = _nodes.FirstOrDefault(),
            Check = check ?? SessionCheck.EveryRequest,
            Sessions = sessions =>
            {
                sessions.StoreKey = storeKey ?? StoreKey;
                if (accepted is not null)
                    sessions.AcceptedStoreKeys.Add(accepted);
            },
            Tokens = tokens => tokens.SigningEpoch = epoch,
            ConfigureSessions = sessions => sessions.Services.AddSingleton<ISigningKeyStore>(
                services => Keys ??= new SharedSigningKeys(services.GetRequiredService<TimeProvider>())),
            ConfigureServices = static services => services.AddHealthChecks().AddSecureSessions(),
        });
        _nodes.Add(node);
        return node;
    }

    public void MoveTo(DateTimeOffset time) => First.Clock.Advance(time - First.Clock.GetUtcNow());

    /// <summary>The name of the key that has signed an access token.</summary>
    public static string KeyOf(TokenReply reply) => TokenHost.HeaderOf(reply.Access).GetProperty("kid").GetString()!;

    /// <summary>The names of the keys that a node publishes.</summary>
    public static async Task<string[]> PublishedAsync(TokenHost node)
    {
        using JsonDocument keys = JsonDocument.Parse(await node.Client.GetStringAsync("/session/tokens/jwks"));
        return [.. keys.RootElement.GetProperty("keys").EnumerateArray().Select(static key => key.GetProperty("kid").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        for (int i = _nodes.Count - 1; i >= 0; i--)
            await _nodes[i].DisposeAsync();
    }
}
