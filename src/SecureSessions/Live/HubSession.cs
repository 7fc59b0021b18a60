using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>
/// The session of one hub connection. Closes the connection when the session ends or its privileges change, and counts calls as activity
/// if the options say so.
/// </summary>
internal sealed class HubSession : IDisposable
{
    private readonly SessionWatch _watch;
    private readonly SessionLifecycle _lifecycle;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenRegistration _registration;
    private SessionToken? _token;
    private long? _slidAt;
    private int _isSliding;

    public HubSession(
        HubCallerContext connection, SessionWatch watch, SessionToken token, SessionLifecycle lifecycle, TimeProvider timeProvider)
    {
        _watch = watch;
        _token = token;
        _lifecycle = lifecycle;
        _timeProvider = timeProvider;
        _registration = watch.Ended.UnsafeRegister(static connection => Close((HubCallerContext)connection!), connection);
    }

    public bool HasEnded => _watch.Ended.IsCancellationRequested;

    /// <summary>Counts a call of a hub method as activity. The call does not wait for the store.</summary>
    public void CountCall()
    {
        // A client may call several methods at once.
        if (Interlocked.Exchange(ref _isSliding, 1) == 0)
            _ = SlideAsync();
    }

    public void Dispose()
    {
        _registration.Dispose();
        _watch.Dispose();
    }

    // SignalR does the same when an authentication expires: the client is allowed to reconnect, which it is not after Abort().
    private static void Close(HubCallerContext connection)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            lifetime.RequestClose();
        else
            connection.Abort();
    }

    private async Task SlideAsync()
    {
        try
        {
            if (_token is { } token && IsDue)
            {
                _slidAt = _timeProvider.GetTimestamp();
                _token = await _lifecycle.SlideAsync(token);
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. A later call tries again.
        }
        finally
        {
            Volatile.Write(ref _isSliding, 0);
        }
    }

    private bool IsDue => _slidAt is not { } last || _timeProvider.GetElapsedTime(last) >= SecureSessionDefaults.HubActivityInterval;
}
