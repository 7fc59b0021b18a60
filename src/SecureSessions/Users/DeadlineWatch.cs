using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Processes, every few seconds, the users' sessions whose deadline has passed, so that each end is reported even if no request comes.
/// </summary>
/// <remarks>
/// Every node runs this watch. A lease gives each session to one node. A session is processed at least once, and twice only if a node dies
/// meanwhile.
/// </remarks>
internal sealed class DeadlineWatch(
    StoreGateway store,
    DeadlineProcessor processor,
    SessionPolicy policy,
    TimeProvider timeProvider,
    ILogger<DeadlineWatch> logger) : IHostedService, IDisposable
{
    private const int MostAtOnce = 32;

    private ITimer? _timer;
    private Task _round = Task.CompletedTask;
    private int _running;
    private volatile bool _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (store.ListsUsers)
        {
            // The rounds must not run in the ambient state of the code that starts the app.
            using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
            _timer = timeProvider.CreateTimer(
                static watch =>
                    ((DeadlineWatch)watch!)
                        .OnTimer(), this, SecureSessionDefaults.DeadlineCheckInterval, SecureSessionDefaults.DeadlineCheckInterval);
        }
        else if (policy.LimitsSessions)
        {
            throw new InvalidOperationException(
                $"MaxSessionsPerUser is {policy.MaxSessionsPerUser}, but the store cannot count the sessions of a user. "
                + $"{store.UsersPortMissing} Or set MaxSessionsPerUser to null.");
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        await _round.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _stopped = true;
        _timer?.Dispose();
    }

    private void OnTimer()
    {
        // No round begins while another one is running.
        if (Interlocked.Exchange(ref _running, 1) == 0)
            _round = RunAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopped && await store.LeaseDueAsync() is { Count: > 0 } due)
            {
                foreach (SessionDeadline[] some in due.Chunk(MostAtOnce))
                    await Task.WhenAll(some.Select(processor.ProcessAsync));
            }
        }
        catch (SecureSessionStoreException)
        {
            // The gateway has logged the failure. A leased session is due again when its lease has expired.
        }
        catch (Exception exception)
        {
            // An exception that leaves the callback of the timer would be lost, and ends would go unreported without a trace. The next
            // round tries again.
            Log.DeadlineWatchFailed(logger, exception);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
