namespace SecureSessions;

/// <summary>A user's living sessions.</summary>
/// <param name="Sessions">
/// The sessions, the most recently used one first. Of very many, only the most recently used ones and the session of the request.
/// </param>
/// <param name="Total">How many sessions the user has.</param>
internal sealed record SessionListAnswer(IReadOnlyList<ListedSessionAnswer> Sessions, int Total)
{
    public static SessionListAnswer Of(IReadOnlyList<UserSession> sessions)
    {
        IEnumerable<UserSession> shown = sessions.Where(
            static (session, i) => i < SecureSessionDefaults.MaxListedSessions || session.IsCurrent);
        return new SessionListAnswer([.. shown.Select(ListedSessionAnswer.Of)], sessions.Count);
    }
}
