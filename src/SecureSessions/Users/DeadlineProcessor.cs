namespace SecureSessions;

/// <summary>Decides what a deadline that has come means: looks at the session, reports a timeout, and clears up behind the session.</summary>
internal sealed class DeadlineKeeper(StoreGateway store, SessionEvents events, TimeProvider timeProvider)
{
    /// <summary>Looks after one session. The order matters: reported, then off the list, then off the watch, so that dying over it loses nothing.</summary>
    public async Task LookAfterAsync(SessionDeadline deadline)
    {
        SessionSummary? session = await store.PeekAsync(deadline.Session.Id);
        if (session is null)
            await LookAfterUnknownAsync(deadline);
        else if (session.End is null)
            await store.PostponeAsync(deadline, session.ExpiresAt);
        else
            await LookAfterEndedAsync(deadline, session, session.End);
    }

    private async ValueTask LookAfterEndedAsync(SessionDeadline deadline, SessionSummary session, SessionEnd end)
    {
        // Any other end was reported by whoever ended it.
        if (end.IsTimeout)
            await ReportAsync(deadline.Session, end.Reason);

        await ClearUpAsync(deadline, EndedSession.Of(session));
    }

    private async ValueTask LookAfterUnknownAsync(SessionDeadline deadline)
    {
        // Its create may still be under way.
        DateTimeOffset reservedUntil = deadline.Session.CreatedAt + SecureSessionDefaults.ReservationPeriod;
        if (deadline.Now < reservedUntil)
        {
            await store.PostponeAsync(deadline, reservedUntil);
            return;
        }

        // A session that had been would still be known: this sign-in died before its session was created.
        bool neverWas = deadline.Now < deadline.RememberedUntil;
        if (neverWas || !await IsListedAsync(deadline.Session))
        {
            await ClearUpAsync(deadline, ended: null);
            return;
        }

        // Nobody has watched for so long that the tombstone was forgotten too.
        EndedSession ended = Reconstruct(deadline);
        await ReportAsync(deadline.Session, ended.Reason);
        await ClearUpAsync(deadline, ended);
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

    private async ValueTask ClearUpAsync(SessionDeadline deadline, EndedSession? ended)
    {
        await store.RemoveAsync(deadline.Session.UserId, deadline.Session.Id, ended);
        await store.CompleteAsync(deadline);
    }

    private ValueTask ReportAsync(SessionReservation session, SessionEndReason reason) => events.RaiseAsync(new SecureSessionEvent
    {
        Type = SessionEventType.Expired,
        At = timeProvider.GetUtcNow(),
        SessionId = session.Id,
        UserId = session.UserId,
        Reason = reason,
        Origin = RequestOrigin.None,
    });
}
