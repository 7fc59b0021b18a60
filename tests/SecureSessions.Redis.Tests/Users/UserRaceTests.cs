using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Two nodes of an app on one Redis, and a user who signs in on both at once.</summary>
public abstract class UserRaceTests(string configuration)
{
    private const int EndAllRounds = 60;

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_fifty_sign_ins_at_once_five_live_and_forty_five_end_for_the_limit()
    {
        string prefix = RedisPorts.NewPrefix();
        await using SessionHost a = await StartAsync(prefix, SignInCrowd.Limit);
        await using SessionHost b = await StartAsync(prefix, SignInCrowd.Limit);

        await new SignInCrowd(a, b).HoldsTheLimitExactlyAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task While_all_sessions_are_ended_none_is_left_that_the_list_does_not_show()
    {
        string prefix = RedisPorts.NewPrefix();
        await using SessionHost a = await StartAsync(prefix, limit: null);
        await using SessionHost b = await StartAsync(prefix, limit: null);

        await new EndAllCrowd(a, b).LeavesNothingThatIsNotListedAsync(EndAllRounds);
    }

    private async Task<SessionHost> StartAsync(string prefix, int? limit)
    {
        SessionHost host = await RedisHost.StartUnservedAsync(
            configuration,
            options =>
            {
                options.MaxSessionsPerUser = limit;

                // A machine that is busy with other tests is no store that fails.
                options.StoreTimeout = TimeSpan.FromSeconds(30);
            },
            redis => redis.KeyPrefix = prefix,
            configureServices: static services => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None)));
        host.SearchesLogs = false;
        await RedisHost.WaitUntilServedAsync(host);
        return host;
    }
}
