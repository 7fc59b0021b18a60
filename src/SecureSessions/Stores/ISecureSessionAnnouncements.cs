namespace SecureSessions;

/// <summary>
/// Tells of sessions that any node of the app ends or changes the privileges of, where a store can. Hints, which may be lost or come twice:
/// look before you act.
/// </summary>
public interface ISecureSessionAnnouncements
{
    /// <summary>Listens from now on.</summary>
    /// <param name="handler">
    /// Called with the id of a session that may have ended or changed; with <see langword="null"/> when announcements may have been missed,
    /// so that every session has to be looked at. Must return at once.
    /// </param>
    /// <returns>Ends the listening when it is disposed.</returns>
    IDisposable Subscribe(Action<SessionId?> handler);
}
