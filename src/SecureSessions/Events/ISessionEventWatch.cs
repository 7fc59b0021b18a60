namespace SecureSessions;

/// <summary>Sees every event, and may conclude another one from many.</summary>
internal interface ISessionEventWatch
{
    /// <summary>Takes note of an event; quick, and never fails. What it concludes is told to everybody else.</summary>
    SecureSessionEvent? Note(SecureSessionEvent sessionEvent);

    /// <summary>Whether an event goes without a log line, as very many like it come from one source. Asked once an event, before it is noted.</summary>
    bool LeavesOutOfLog(SecureSessionEvent sessionEvent);
}
