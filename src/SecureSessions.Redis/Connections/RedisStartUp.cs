using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecureSessions.Redis;

/// <summary>
/// Has the app take no request before its first attempt to connect is over: a node that a balancer sends requests to as soon as it listens
/// would answer them 503. If Redis is down, the app starts all the same.
/// </summary>
internal sealed class RedisStartUp(IServiceProvider services) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // These are resolved here and not in the constructor: wrong options are reported by their validator, which runs in between.
        Task attempt = services.GetRequiredService<IRedisConnection>().FirstAttempt;
        TimeSpan limit = services.GetRequiredService<RedisSettings>().OperationTimeout;

        // The system's clock is used: the wait is for another process, and not for a deadline of a session.
        await attempt.WaitAsync(limit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
