using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// Announces ends of sessions. A script that ends a session, or changes its privileges, publishes the id; every node with subscribers
/// listens.
/// </summary>
internal sealed class RedisAnnouncements : ISecureSessionAnnouncements, IDisposable
{
    private readonly IRedisConnection _connection;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly RedisChannel _channel;
    private readonly Lock _lock = new();
    private Action<SessionId?>? _handlers;
    private IConnectionMultiplexer? _listening;

    // The proof that is waited for, and the subscriber that has proved that it listens. Each loss of a connection begins anew.
    private ListeningProof? _proof;
    private volatile ISubscriber? _proved;

    public RedisAnnouncements(
        IRedisConnection connection, RedisSettings settings, TimeProvider timeProvider, ILogger<RedisAnnouncements> logger)
    {
        _connection = connection;
        _timeProvider = timeProvider;
        _logger = logger;
        _channel = new RedisChannel(settings.Keys.Channel, RedisChannel.PatternMode.Literal);
        connection.Restored += OnRestored;
        connection.Lost += OnLost;
    }

    // A loss is told by an event, which may come a moment after the loss itself.
    public bool IsListening => _proved?.IsConnected(_channel) == true;

    public IDisposable Subscribe(Action<SessionId?> handler)
    {
        lock (_lock)
            _handlers += handler;
        if (_connection.Current is { } current)
            Listen(current);
        return new Subscription(this, handler);
    }

    public void Dispose()
    {
        _connection.Restored -= OnRestored;
        _connection.Lost -= OnLost;
        lock (_lock)
            ListenTo(null);
    }

    // A connection that is restored subscribes again by itself; a new connection has to be subscribed here. Either way announcements may
    // have been missed.
    private void OnRestored(IConnectionMultiplexer multiplexer)
    {
        if (_handlers is null)
            return;

        Listen(multiplexer);
        Tell(null);
        Prove(multiplexer);
    }

    private void OnLost(IConnectionMultiplexer multiplexer) => Prove(multiplexer);

    private void Listen(IConnectionMultiplexer multiplexer)
    {
        lock (_lock)
        {
            if (_listening == multiplexer)
                return;
            ListenTo(multiplexer);
        }

        _ = ListenAsync(multiplexer);
    }

    private async Task ListenAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            await multiplexer.GetSubscriber().SubscribeAsync(_channel, (_, message) => OnMessage(multiplexer, message))
                .ConfigureAwait(false);
            Tell(null);
            Prove(multiplexer);
        }
        catch (Exception exception)
        {
            // Announcements are hints: only the speed at which live connections are closed depends on them.
            Log.SubscribeFailed(_logger, exception);
            lock (_lock)
                ListenTo(null);
        }
    }

    // Nothing that another connection has proved, or is about to prove, counts for this one.
    private void ListenTo(IConnectionMultiplexer? multiplexer)
    {
        _listening = multiplexer;
        _proved = null;
        _proof?.Dispose();
        _proof = null;
    }

    /// <summary>From now on nothing is sure to be heard over this connection, until it has been proved once more.</summary>
    private void Prove(IConnectionMultiplexer multiplexer)
    {
        ListeningProof proof;
        lock (_lock)
        {
            if (_listening != multiplexer)
                return;

            ListenTo(multiplexer);
            _proof = proof = new ListeningProof(multiplexer, _channel, _timeProvider);
        }

        _ = proof.AskAsync();
    }

    private void OnMessage(IConnectionMultiplexer multiplexer, RedisValue message)
    {
        if (SessionId.TryParse((string?)message, out SessionId id))
            Tell(id);
        else if (Volatile.Read(ref _proof) is { } proof && proof.Multiplexer == multiplexer && proof.IsGivenBy(message))
            OnProved(proof);
    }

    private void OnProved(ListeningProof proof)
    {
        // Before anybody relies on what is heard: until now announcements may have been missed.
        Tell(null);
        lock (_lock)
        {
            // A loss in the meantime has begun another proof.
            if (_proof != proof)
                return;

            proof.Dispose();
            _proof = null;
            _proved = proof.Multiplexer.GetSubscriber();
        }
    }

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
                Log.AnnouncementHandlerFailed(_logger, exception);
            }
        }
    }

    private sealed class Subscription(RedisAnnouncements owner, Action<SessionId?> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
                owner._handlers -= handler;
        }
    }
}
