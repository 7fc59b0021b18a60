using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Load;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Tokens;

/// <summary>What it costs an API to check an access token, and the issuer to sign one and to refresh.</summary>
internal static class TokenMode
{
    /// <summary>The word by which this program is told to serve an app of this mode.</summary>
    public const string Serve = "serve-tokens";

    public static async Task RunAsync(LoadSettings settings)
    {
        ILoadDriver driver = LoadRounds.NewDriver();
        Console.WriteLine(LoadRounds.Describe(driver, settings));
        await using RedisServer redis = await RedisServer.StartAsync();
        await DriveAsync(redis, driver, settings);
        await MeasureAsync(redis, settings.Rounds);
    }

    private static async Task DriveAsync(RedisServer redis, ILoadDriver driver, LoadSettings settings)
    {
        var apps = new List<(TokenVariant Variant, ServerProcess Server)>();
        try
        {
            foreach (TokenVariant variant in Enum.GetValues<TokenVariant>())
            {
                ServerProcess server = await ServerProcess.StartAsync(redis.Configuration, Serve, variant.ToString());
                apps.Add((variant, server));
                await server.SignClientInAsync();
            }

            var table = new TokenTable();
            await LoadRounds.DriveAsync(apps, "me", signedIn: true, redis, driver, settings, table.Add);
            table.Print();
        }
        finally
        {
            foreach ((_, ServerProcess server) in apps)
                await server.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(RedisServer redis, int rounds)
    {
        await using var memory = await TokenClients.StartAsync(redis: null);
        await using var onRedis = await TokenClients.StartAsync(redis);
        using var signatures = await TokenSignatures.CreateAsync(memory);
        TokenWork[] all =
        [
            new("ES256: sign, `ECDsa` alone", signatures.Sign),
            new("ES256: verify, `ECDsa` alone", signatures.Verify),
            new("access token: issue", signatures.IssueAsync),
            new("access token: validate by `JsonWebTokenHandler`, as `AddJwtBearer()` does", signatures.ValidatePlainAsync),
            new("access token: validate as `AddSessionBearer()` does", signatures.ValidateAsync),
            new("refresh, in memory", memory.RefreshAsync) { Prepare = memory.SignInAsync },
            new("refresh, on Redis, by 32 callers", onRedis.RefreshAsync) { Prepare = onRedis.SignInAsync, Callers = 32 },
        ];

        // They take turns, so that noise meets all of them. The first round is for the just-in-time compiler.
        for (int round = 0; round <= rounds; round++)
        {
            foreach (TokenWork work in all)
                await work.RunAsync(counts: round > 0);
        }

        TokenWork.Print(all);
    }
}
