namespace SecureSessions;

/// <summary>A user's living sessions.</summary>
/// <param name="Sessions">The one that was used last in front; of very many those that were used last, and the one that asks.</param>
/// <param name="Total">How many there are.</param>
internal sealed record SessionListAnswer(IReadOnlyList<ListedSessionAnswer> Sessions, int Total)
{
    public static SessionListAnswer Of(IReadOnlyList<UserSession> sessions)
    {
        IEnumerable<UserSession> shown = sessions.Where(static (session, i) => i < SecureSessionDefaults.MaxListedSessions || session.IsCurrent);
        return new SessionListAnswer([.. shown.Select(ListedSessionAnswer.Of)], sessions.Count);
    }
}
