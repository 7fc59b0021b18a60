namespace SecureSessions;

/// <summary>
/// Tells of sessions that any node of the app ends or changes the privileges of, where a store can. Hints, which may be lost or come twice:
/// look before you act.
/// </summary>
public interface ISecureSessionAnnouncements
{
    /// <summary>
    /// Whether the subscribers are sure to hear what is announced from now on, as far as this node can tell: it is subscribed, the
    /// subscription was confirmed, and its connection is up. <c>NearCacheFor</c> does nothing while it is <see langword="false"/>.
    /// </summary>
    /// <value>
    /// Where this is not implemented: <see langword="false"/>. Whoever implements it calls the handlers with <see langword="null"/> before
    /// it becomes <see langword="true"/> again. It is asked at each request, and must answer at once.
    /// </value>
    bool IsListening => false;

    /// <summary>Listens from now on.</summary>
    /// <param name="handler">
    /// Called with the id of a session that may have ended or changed; with <see langword="null"/> when announcements may have been missed,
    /// so that every session has to be looked at. Must return at once.
    /// </param>
    /// <returns>Ends the listening when it is disposed.</returns>
    IDisposable Subscribe(Action<SessionId?> handler);
}
