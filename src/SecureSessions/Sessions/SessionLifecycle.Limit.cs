namespace SecureSessions;

// How many sessions a user has, against how many are allowed. A reservation fixes a sign-in's place in the line, so that each only looks at
// those before it: of any number at once, the same ones are too many for all.
internal sealed partial class SessionLifecycle
{
    /// <summary>
    /// Whether those that were listed before this one fill the limit: what lives, and what may still be created. Takes dead entries off the list
    /// on the way.
    /// </summary>
    /// <param name="start">The session that was begun.</param>
    /// <param name="replaced">A session of the same user that makes way for it, and does not count.</param>
    public async ValueTask<bool> IsLimitReachedAsync(SessionStart start, SessionId? replaced)
    {
        // Up to the limit, dead ones included, nobody has to be looked at.
        if (start.Beyond.Count == 0)
            return false;

        int room = policy.MaxSessionsPerUser;
        foreach (IndexedSession listed in await store.ListAsync(start.UserId!))
        {
            if (listed.Id == start.Token.Id)
                break;
            if (listed.Id != replaced && await MayLiveAsync(start, listed) && --room == 0)
                return true;
        }

        return false;
    }

    /// <summary>Those before this one that are too many, the oldest in front.</summary>
    /// <param name="start">The session that was begun.</param>
    /// <param name="replaced">A session of the same user that has made way for it. It may have been counted when this one was listed, or be gone
    /// before: only the list can tell.</param>
    public async ValueTask<IReadOnlyList<SessionId>> ListBeyondLimitAsync(SessionStart start, SessionId? replaced)
    {
        if (start.Beyond.Count == 0 || replaced is null)
            return start.Beyond;

        SessionId[] listed = [.. (await store.ListAsync(start.UserId!)).Select(static listed => listed.Id).Where(id => id != replaced)];

        // One that is not listed any more has itself been too many: those that came after it end what was before it.
        int before = Array.IndexOf(listed, start.Token.Id);
        return [.. listed.Take(before + 1 - policy.MaxSessionsPerUser)];
    }

    private async ValueTask<bool> MayLiveAsync(SessionStart start, IndexedSession listed)
    {
        SessionSummary? session = await store.PeekAsync(listed.Id);
        bool mayBeCreated = session is null && start.CreatedAt < listed.ReservedAt + SecureSessionDefaults.ReservationPeriod;
        if (mayBeCreated || session is { End: null })
            return true;

        // A timeout stays listed for those who watch the deadlines: they have it to report.
        if (session?.End is not { IsTimeout: true })
            await TryRemoveAsync(start.UserId!, listed.Id, session is null ? null : EndedSession.Of(session));

        return false;
    }

    /// <summary>Whether a session that could not be created had been ended for being too many, while it was only reserved.</summary>
    private async ValueTask<bool> WasBeyondLimitAsync(SessionId id) =>
        await store.PeekAsync(id) is { End.Reason: SessionEndReason.Limit };
}
