namespace SecureSessions.Redis;

/// <summary>
/// The calls to one server. While it is down they fail at once, except for one at a time that looks whether it is back; the other lanes are
/// not affected.
/// </summary>
internal sealed class RedisLane(TimeProvider timeProvider)
{
    /// <summary>Calls that are not answered yet, given up on or not: a server that hangs must not collect doomed work without bound.</summary>
    private const int MostInFlight = 5_000;

    private int _inFlight;
    private int _probing;
    private long _succeededAt;
    private volatile bool _isDown;

    public bool IsDown => _isDown;

    /// <summary>Begins a call; reports whether it may be made.</summary>
    public bool TryEnter(out bool isProbe)
    {
        isProbe = _isDown && Interlocked.Exchange(ref _probing, 1) == 0;
        if (_isDown && !isProbe)
            return false;

        if (Interlocked.Increment(ref _inFlight) <= MostInFlight)
            return true;

        Leave();
        EndProbe(isProbe);
        return false;
    }

    /// <summary>The call was answered, or failed: it no longer waits anywhere.</summary>
    public void Leave() => Interlocked.Decrement(ref _inFlight);

    public void EndProbe(bool isProbe)
    {
        if (isProbe)
            Volatile.Write(ref _probing, 0);
    }

    /// <summary>The server answered, early or late.</summary>
    public void OnAnswered()
    {
        Volatile.Write(ref _succeededAt, timeProvider.GetTimestamp());
        if (_isDown)
            _isDown = false;
    }

    /// <summary>A call found no server or got no answer; reports whether none has got one since it began, so that the lane is down.</summary>
    public bool OnUnanswered(long startedAt)
    {
        if (Volatile.Read(ref _succeededAt) >= startedAt)
            return false;

        _isDown = true;
        return true;
    }
}
