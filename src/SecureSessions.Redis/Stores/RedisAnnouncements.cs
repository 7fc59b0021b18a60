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
    private readonly ILogger _logger;
    private readonly RedisChannel _channel;
    private readonly Lock _lock = new();
    private Action<SessionId?>? _handlers;
    private IConnectionMultiplexer? _listening;

    public RedisAnnouncements(IRedisConnection connection, RedisSettings settings, ILogger<RedisAnnouncements> logger)
    {
        _connection = connection;
        _logger = logger;
        _channel = new RedisChannel(settings.Keys.Channel, RedisChannel.PatternMode.Literal);
        connection.Restored += OnRestored;
    }

    public IDisposable Subscribe(Action<SessionId?> handler)
    {
        lock (_lock)
            _handlers += handler;
        if (_connection.Current is { } current)
            Listen(current);
        return new Subscription(this, handler);
    }

    public void Dispose() => _connection.Restored -= OnRestored;

    // A connection that is restored subscribes again by itself; a new connection has to be subscribed here. Either way announcements may
    // have been missed.
    private void OnRestored(IConnectionMultiplexer multiplexer)
    {
        if (_handlers is null)
            return;

        Listen(multiplexer);
        Tell(null);
    }

    private void Listen(IConnectionMultiplexer multiplexer)
    {
        lock (_lock)
        {
            if (_listening == multiplexer)
                return;
            _listening = multiplexer;
        }

        _ = ListenAsync(multiplexer);
    }

    private async Task ListenAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            await multiplexer.GetSubscriber().SubscribeAsync(_channel, (_, message) => OnMessage(message)).ConfigureAwait(false);
            Tell(null);
        }
        catch (Exception exception)
        {
            // Announcements are hints: only the speed at which live connections are closed depends on them.
            Log.SubscribeFailed(_logger, exception);
            lock (_lock)
                _listening = null;
        }
    }

    private void OnMessage(RedisValue message)
    {
        if (SessionId.TryParse((string?)message, out SessionId id))
            Tell(id);
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
