using System.Text.Json;
using System.Threading.Channels;

namespace SecureSessions.Sample;

/// <summary>
/// Keeps every session event as a line of JSON. No request waits for the trail. It counts the events that it cannot keep, and reports their
/// number.
/// </summary>
internal sealed partial class AuditTrail(IAuditSink sink, TimeProvider timeProvider, ILogger<AuditTrail> logger, int capacity = 10_000)
    : ISecureSessionEventHandler, IHostedLifecycleService
{
    private const int MostAtOnce = 256;

    private readonly Channel<SecureSessionEvent> _queue = Channel.CreateBounded<SecureSessionEvent>(
        new BoundedChannelOptions(capacity) { SingleReader = true });
    private Task _writing = Task.CompletedTask;
    private long _lost;

    #region audit-trail
    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(sessionEvent))              // the queue is full: the writer is behind, and the request does not wait
            Interlocked.Increment(ref _lost);                   // the trail itself, and the log, report the number
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync()
    {
        List<string> lines = [];
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (lines.Count < MostAtOnce && _queue.Reader.TryRead(out SecureSessionEvent? e))
                lines.Add(JsonSerializer.Serialize(AuditLine.Of(e), AuditContext.Default.AuditLine));
            await KeepAsync(lines);
            lines.Clear();
        }
    }
    #endregion

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = WriteAsync();
        return Task.CompletedTask;
    }

    // The trail stops after everything else, because the last requests and the watch over deadlines raise events too.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await _writing.WaitAsync(cancellationToken);
        if (Interlocked.Read(ref _lost) > 0)
            await KeepAsync([]);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task KeepAsync(List<string> lines)
    {
        int events = lines.Count;
        long lost = Interlocked.Exchange(ref _lost, 0);
        if (lost > 0)
        {
            Lost(logger, lost);
            lines.Add(
                JsonSerializer.Serialize(new AuditGap(timeProvider.GetUtcNow(), "audit_lines_lost", lost), AuditContext.Default.AuditGap));
        }

        try
        {
            await sink.WriteAsync(lines);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full, for example. The loop goes on, and the next line that can be written is followed by the number of lost
            // lines.
            NotKept(logger, events, exception);
            Interlocked.Add(ref _lost, lost + events);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Count} lines of the audit trail could not be kept", EventName = "audit_write_fail")]
    private static partial void NotKept(ILogger logger, int count, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "{Count} lines are missing from the audit trail", EventName = "audit_lines_lost")]
    private static partial void Lost(ILogger logger, long count);
}
