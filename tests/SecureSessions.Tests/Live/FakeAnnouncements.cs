namespace SecureSessions.Tests.Live;

/// <summary>Sends the announcements of a test to all subscribers at once.</summary>
internal sealed class FakeAnnouncements : ISecureSessionAnnouncements
{
    private Action<SessionId?>? _handlers;

    public bool IsListening { get; set; } = true;

    public int Listeners => _handlers?.GetInvocationList().Length ?? 0;

    public IDisposable Subscribe(Action<SessionId?> handler)
    {
        _handlers += handler;
        return new Subscription(() => _handlers -= handler);
    }

    public void Announce(SessionId id) => _handlers?.Invoke(id);

    /// <summary>Tells the subscribers that announcements may have been missed.</summary>
    public void Alarm() => _handlers?.Invoke(null);

    private sealed class Subscription(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
