using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions.Sql;

/// <summary>Deletes what is over about once a minute, on each node at another moment.</summary>
internal sealed class SqlCleanUp(Lazy<SqlDatabase> database, TimeProvider timeProvider, ILogger<SqlCleanUp> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start-up has asked for the store: another one may be in the place of this one.
        if (!database.IsValueCreated)
            return;

        var purge = new SqlPurge(database.Value);
        while (!stoppingToken.IsCancellationRequested)
        {
            var jitter = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)Interval.TotalMilliseconds / 4));
            await Task.Delay(Interval + jitter, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await purge.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.PurgeFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
