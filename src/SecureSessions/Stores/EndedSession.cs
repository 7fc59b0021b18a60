namespace SecureSessions;

/// <summary>A session of a user's past.</summary>
/// <param name="Id">The id.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">Its last activity.</param>
/// <param name="EndedAt">When it ended. For a timeout, the deadline that was passed.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record EndedSession(
    SessionId Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset EndedAt, SessionEndReason Reason)
{
    /// <summary>What lists showed of it; empty if nothing.</summary>
    public ReadOnlyMemory<byte> Label { get; init; }

    /// <summary>What the history keeps of a session that has ended; nothing if it never was one.</summary>
    internal static EndedSession? Of(SessionSummary session) => session is { UserId: not null, End: { } end }
        ? new EndedSession(session.Id, session.CreatedAt, session.LastSeenAt, end.At, end.Reason) { Label = session.Label }
        : null;
}
