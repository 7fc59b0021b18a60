using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Looks, every few seconds, after the sessions of users whose deadline has come, so that each end is reported though nobody asks.</summary>
/// <remarks>Every node does so, and each session is looked after by one of them, at least once; twice only if one dies over it.</remarks>
internal sealed class DeadlineWatch(
    StoreGateway store, DeadlineKeeper keeper, SessionPolicy policy, TimeProvider timeProvider, ILogger<DeadlineWatch> logger) : IHostedService, IDisposable
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
            // The rounds must not run in the ambient state of whoever starts the app.
            using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
            _timer = timeProvider.CreateTimer(
                static watch => ((DeadlineWatch)watch!).OnTimer(), this, SecureSessionDefaults.DeadlineCheckInterval, SecureSessionDefaults.DeadlineCheckInterval);
        }
        else if (policy.LimitsSessions)
        {
            throw new InvalidOperationException(
                $"MaxSessionsPerUser is {policy.MaxSessionsPerUser}, but nobody can count. {store.UsersPortMissing} Or set MaxSessionsPerUser to null.");
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
        // A round that takes longer than the interval is not joined by a second one.
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
                    await Task.WhenAll(some.Select(keeper.LookAfterAsync));
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. What was leased is due again when the lease is over.
        }
        catch (Exception exception)
        {
            // Out of the timer's callback it would go unseen, and ends would go unreported with it: the next round tries again.
            Log.DeadlineWatchFailed(logger, exception);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
