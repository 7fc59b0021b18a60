using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecureSessions.Redis;

/// <summary>
/// Has the app take no request before its first attempt to connect is over: a node that a balancer sends requests to as soon as it listens
/// would answer them 503. If Redis is down, the app starts all the same.
/// </summary>
internal sealed class RedisStartUp(IServiceProvider services, Lazy<IRedisConnection> connection) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // The store is resolved here and not in the constructor: wrong options are reported by their validator, which runs in between.
        services.GetRequiredService<ISecureSessionStore>();

        // A test of the app may have put another store in place of this one, which needs no connection.
        if (!connection.IsValueCreated)
            return;

        // The system's clock is used: the wait is for another process, and not for a deadline of a session.
        TimeSpan limit = services.GetRequiredService<RedisSettings>().OperationTimeout;
        await connection.Value.FirstAttempt.WaitAsync(limit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
