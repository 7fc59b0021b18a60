using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Takes every session event into a bounded queue, from which one loop writes to the target. No request waits for either. What the queue has
/// no room for is counted, and the log itself says so.
/// </summary>
internal sealed class AuditTrail : ISecureSessionEventHandler, IHostedLifecycleService
{
    private const int MostAtOnce = 256;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    private readonly IAuditTarget _target;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly string _node;
    private readonly Channel<SecureSessionEvent> _queue;
    private readonly AuditGap _overflow = new();
    private readonly AuditGap _flood = new();
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _writing = Task.CompletedTask;
    private bool _isFailing;
    private int _dropped;

    public AuditTrail(
        IAuditTarget target, IOptions<SessionAuditLogOptions> options, TimeProvider timeProvider, ILogger<AuditTrail> logger)
    {
        _target = target;
        _timeProvider = timeProvider;
        _logger = logger;
        _node = options.Value.Node ?? Environment.MachineName;
        _queue = Channel.CreateBounded<SecureSessionEvent>(
            new BoundedChannelOptions(options.Value.MaxWaitingEvents) { SingleReader = true });
    }

    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        // A flood of made-up cookies must not push older lines out of the files.
        if (sessionEvent.IsLeftOutOfLog)
            _flood.Add(sessionEvent.At);
        else if (!_queue.Writer.TryWrite(sessionEvent))
            _overflow.Add(sessionEvent.At);

        return ValueTask.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The loop must not keep the ambient state of the code that starts the app.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    // The trail stops after everything else, because the last requests and the watch over deadlines raise events too. Requests that did
    // not end may have used up the time of the host, so the lines have a time of their own.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        _stop.TrySetResult();
        await _writing.WaitAsync(ShutdownTime, _timeProvider, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WriteAsync()
    {
        // A file that cannot be written is mostly an error of the configuration. The log says so now, and not at the first event.
        await KeepAsync([]);
        while (await _queue.Reader.WaitToReadAsync())
            await KeepNextAsync();

        // What was counted during the last write.
        await KeepNextAsync();
        if (_dropped > 0)
            Log.AuditEntriesDropped(_logger, _dropped);
    }

    private async Task KeepNextAsync()
    {
        List<AuditEntry> batch = [];
        while (batch.Count < MostAtOnce && _queue.Reader.TryRead(out SecureSessionEvent? e))
            batch.Add(AuditEntry.Of(e, _node));

        AddGaps(batch);
        if (batch.Count > 0)
            await KeepAsync(batch);
    }

    private void AddGaps(List<AuditEntry> batch)
    {
        DateTimeOffset now = _timeProvider.GetUtcNow();
        if (_flood.Take() is { } leftOut)
            batch.Add(AuditEntry.Of(leftOut, "flood", now, _node));
        if (_overflow.Take() is { } lost)
        {
            batch.Add(AuditEntry.Of(lost, "queue_full", now, _node));
            Log.AuditEventsLost(_logger, lost.Lost, lost.Since, lost.Until);
        }
    }

    // Tries until it succeeds, or until the app stops: meanwhile events wait in the queue.
    private async Task KeepAsync(List<AuditEntry> batch)
    {
        while (!await TryKeepAsync(batch))
        {
            if (_stop.Task.IsCompleted)
            {
                _dropped += batch.Count;
                return;
            }

            await Task.WhenAny(_stop.Task, Task.Delay(RetryInterval, _timeProvider));
        }
    }

    private async Task<bool> TryKeepAsync(List<AuditEntry> batch)
    {
        try
        {
            await _target.WriteAsync(batch);
            if (_isFailing)
                Log.AuditResumed(_logger);

            _isFailing = false;
            return true;
        }
        catch (Exception exception)
        {
            // A full disk, a missing right, a logging provider that throws: whatever it is, the loop goes on, and nobody would see an
            // exception that ends it.
            if (!_isFailing)
                Log.AuditFailed(_logger, exception);

            _isFailing = true;
            return false;
        }
    }
}
