using System.Security.Cryptography;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// Proves that a connection hears what is announced: a message of this node's own has to come back over the subscription. Only that shows
/// that the server has subscribed it, after a reconnect as well, and that it may publish.
/// </summary>
internal sealed class ListeningProof : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // No session id, so that the other nodes take no notice.
    private readonly string _message = $"listening:{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}";
    private readonly RedisChannel _channel;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _ended;

    public ListeningProof(IConnectionMultiplexer multiplexer, RedisChannel channel, TimeProvider timeProvider)
    {
        Multiplexer = multiplexer;
        _channel = channel;
        _timeProvider = timeProvider;
        _ended = _ending.Token;
    }

    public IConnectionMultiplexer Multiplexer { get; }

    /// <summary>Whether this message is the proof.</summary>
    public bool IsGivenBy(RedisValue message) => message == _message;

    /// <summary>Publishes the message again and again, ever less often, until it is disposed.</summary>
    public async Task AskAsync()
    {
        for (TimeSpan wait = ShortestWait; !_ended.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await Multiplexer.GetSubscriber().PublishAsync(_channel, _message).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The server is away, or lets nobody publish. Calls to the store tell why; until the proof comes, nothing relies on it.
            }

            await Task.Delay(wait, _timeProvider, _ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }
}
