using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace SecureSessions.Sql;

/// <summary>
/// Announces ends of sessions: every half second, and only while somebody subscribes, the database is asked which sessions have ended or
/// changed their privileges since.
/// </summary>
internal sealed class SqlAnnouncements(SqlDatabase database, TimeProvider timeProvider, ILogger<SqlAnnouncements> logger)
    : ISecureSessionAnnouncements, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>A change has the time at which it was made, and is seen when it is committed: so much later at most, or it is missed.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(2);

    /// <summary>After that long without an answer nothing is sure to be heard.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Action<SessionId?>? _handlers;
    private CancellationTokenSource? _listening;

    /// <summary>The timestamp of the last answer; 0 for none.</summary>
    private long _heardAt;

    public bool IsListening => Volatile.Read(ref _heardAt) is var heardAt and not 0
        && timeProvider.GetElapsedTime(heardAt) < LongestSilence;

    public IDisposable Subscribe(Action<SessionId?> handler)
    {
        lock (_lock)
        {
            _handlers += handler;
            if (_listening is null)
                Start();
        }

        return new Subscription(this, handler);
    }

    public void Dispose()
    {
        lock (_lock)
            Stop();
    }

    private void Start()
    {
        _listening = new CancellationTokenSource();
        CancellationToken stopped = _listening.Token;

        // The rounds must not run in the ambient state of the request that happens to come first.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _ = Task.Run(() => ListenAsync(stopped), stopped);
    }

    private void Stop()
    {
        _listening?.Cancel();
        _listening?.Dispose();
        _listening = null;
        Volatile.Write(ref _heardAt, 0);
    }

    private async Task ListenAsync(CancellationToken stopped)
    {
        DateTimeOffset? since = null;
        while (!stopped.IsCancellationRequested)
        {
            long askedAt = timeProvider.GetTimestamp();
            try
            {
                since = await AskAsync(since, askedAt, stopped);
            }
            catch (Exception exception) when (!stopped.IsCancellationRequested)
            {
                // Announcements are hints: only the speed at which live connections are closed depends on them.
                Log.ListenFailed(logger, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Interval, timeProvider, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks what has changed since, and returns since when to ask the next time.</summary>
    private async Task<DateTimeOffset> AskAsync(DateTimeOffset? since, long askedAt, CancellationToken stopped)
    {
        List<(DateTimeOffset Now, SessionId? Id)> told = await database.QueryAsync(
            database.Statements.Told, new SqlArguments().With("since", since ?? DateTimeOffset.MaxValue), ReadTold, stopped);

        // At the first answer nothing has been listened to before. Before anybody relies on what is heard, all sessions are looked at.
        bool wasDeaf = since is null || !IsListening;
        foreach ((_, SessionId? id) in told)
        {
            if (id is not null)
                Tell(id);
        }

        if (wasDeaf)
            Tell(null);
        if (!stopped.IsCancellationRequested)
            Volatile.Write(ref _heardAt, askedAt);
        return told[0].Now - LongestCommit;
    }

    private static (DateTimeOffset Now, SessionId? Id) ReadTold(DbDataReader row) => (row.Time(0), row.IsDBNull(1) ? null : row.Id(1));

    private void Tell(SessionId? id)
    {
        foreach (Action<SessionId?> handler in Delegate.EnumerateInvocationList(_handlers))
        {
            try
            {
                handler(id);
            }
            catch (Exception exception)
            {
                // Whatever one listener throws, the other listeners are called.
                Log.AnnouncementHandlerFailed(logger, exception);
            }
        }
    }

    private sealed class Subscription(SqlAnnouncements owner, Action<SessionId?> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._handlers -= handler;
                if (owner._handlers is null)
                    owner.Stop();
            }
        }
    }
}
