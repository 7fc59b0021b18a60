namespace SecureSessions;

/// <summary>Sees every event, and may derive another event from many.</summary>
/// <remarks>The detector of floods does: it belongs to the signals, which come after the events they derive from.</remarks>
internal interface ISessionEventWatch
{
    /// <summary>
    /// Counts an event. Returns the event that follows from it, which is then reported as well, or nothing. Is quick and never fails.
    /// </summary>
    SecureSessionEvent? Note(SecureSessionEvent sessionEvent);

    /// <summary>
    /// Whether an event gets no log line because one source sends very many like it. Called once for each event, before <see cref="Note"/>.
    /// </summary>
    bool LeavesOutOfLog(SecureSessionEvent sessionEvent);
}
