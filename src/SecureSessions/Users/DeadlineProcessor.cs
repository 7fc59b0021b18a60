namespace SecureSessions;

/// <summary>
/// Processes a deadline that has passed: looks at the session, reports a timeout, and removes the session from the user's list and the
/// queue.
/// </summary>
internal sealed class DeadlineProcessor(StoreGateway store, SessionEvents events, TimeProvider timeProvider)
{
    /// <summary>Processes one session. The order matters: the end is reported first, then the session is taken off the list, then off the
    /// queue, so that nothing is lost if the process dies in between.</summary>
    public async Task ProcessAsync(SessionDeadline deadline)
    {
        SessionSummary? session = await store.PeekAsync(deadline.Session.Id);
        if (session is null)
            await ProcessUnknownAsync(deadline);
        else if (session.End is null)
            await store.PostponeAsync(deadline, session.ExpiresAt);
        else
            await ProcessEndedAsync(deadline, session, session.End);
    }

    private async ValueTask ProcessEndedAsync(SessionDeadline deadline, SessionSummary session, SessionEnd end)
    {
        // Any other end was reported by the code that ended the session.
        if (end.IsTimeout)
            await ReportAsync(deadline.Session, end.Reason);

        // One that timed out is listed until here. Any other that is off the list is in the history already, unless its user was forgotten:
        // then it must not come back.
        bool isListed = end.IsTimeout || await IsListedAsync(deadline.Session);
        await RemoveAsync(deadline, isListed ? EndedSession.Of(session) : null);
    }

    private async ValueTask ProcessUnknownAsync(SessionDeadline deadline)
    {
        // The create of the session may still be under way.
        DateTimeOffset reservedUntil = deadline.Session.CreatedAt + SecureSessionDefaults.ReservationPeriod;
        if (deadline.Now < reservedUntil)
        {
            await store.PostponeAsync(deadline, reservedUntil);
            return;
        }

        // A session that was created would still be known, so this sign-in died before it created its session.
        bool wasNeverCreated = deadline.Now < deadline.RememberedUntil;
        if (wasNeverCreated || !await IsListedAsync(deadline.Session))
        {
            await RemoveAsync(deadline, ended: null);
            return;
        }

        // No node has run for so long that the tombstone has expired as well.
        EndedSession ended = Reconstruct(deadline);
        await ReportAsync(deadline.Session, ended.Reason);
        await RemoveAsync(deadline, ended);
    }

    private async ValueTask<bool> IsListedAsync(SessionReservation session) =>
        (await store.ListAsync(session.UserId)).Any(listed => listed.Id == session.Id);

    private static EndedSession Reconstruct(SessionDeadline deadline)
    {
        SessionReservation session = deadline.Session;
        DateTimeOffset lastSeenAt = deadline.DueAt - (session.ExpiresAt - session.CreatedAt);
        return new EndedSession(
            session.Id,
            session.CreatedAt,
            lastSeenAt > session.CreatedAt ? lastSeenAt : session.CreatedAt,
            deadline.DueAt,
            deadline.DueAt < session.AbsoluteExpiresAt ? SessionEndReason.IdleTimeout : SessionEndReason.AbsoluteTimeout)
        {
            Label = session.Label,
        };
    }

    private async ValueTask RemoveAsync(SessionDeadline deadline, EndedSession? ended)
    {
        string userId = deadline.Session.UserId;
        await store.RemoveAsync(userId, deadline.Session.Id, ProviderSession.IsKey(userId) ? null : ended);
        await store.CompleteAsync(deadline);
    }

    // The list of a session at a provider names sessions that are on their user's list too, where the end is reported.
    private ValueTask ReportAsync(SessionReservation session, SessionEndReason reason) => ProviderSession.IsKey(session.UserId)
        ? ValueTask.CompletedTask
        : events.RaiseAsync(new SecureSessionEvent
        {
            Type = SessionEventType.Expired,
            At = timeProvider.GetUtcNow(),
            SessionId = session.Id,
            UserId = session.UserId,
            Reason = reason,
            Origin = RequestOrigin.None,
        });
}
