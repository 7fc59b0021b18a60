namespace SecureSessions;

// Writing what a request changed.
internal sealed partial class SessionLifecycle
{
    /// <summary>Writes changes, on top of what is stored by then.</summary>
    /// <returns><see cref="UpdateStatus.Unneeded"/> where other claims were written meanwhile than those that these changes were made from.</returns>
    public ValueTask<UpdateResult> SaveAsync(LoadedSession session, SessionChanges changes) => vault.UpdateInTurnAsync(
        session, current => CanApply(changes, session, current) ? new SessionUpdate(Merge(current, changes)) { ChangesLabel = changes.Elevation is not null } : null);

    /// <summary>Writes changes, if any, under a new secret; every earlier one is dead at once.</summary>
    /// <returns>As <see cref="SaveAsync"/>; also where the secret that arrived may not be changed any more.</returns>
    public ValueTask<UpdateResult> RegenerateAsync(LoadedSession session, SessionChanges? changes, SessionToken newToken) => vault.UpdateInTurnAsync(
        session, current => current.Standing != FindStatus.Grace && CanApply(changes, session, current)
            ? SessionUpdate.Regeneration(Merge(current, changes) with { FormKey = default }, newToken) with { ChangesLabel = changes?.Elevation is not null }
            : null);

    // Another request may have written other claims since: those that this one made of the old ones must not undo it.
    private static bool CanApply(SessionChanges? changes, LoadedSession known, LoadedSession current) =>
        ReferenceEquals(known, current) || changes?.Ticket is not { } ticket || ticket.AppliesTo(current.Payload);

    private SessionPayload Merge(LoadedSession session, SessionChanges? changes)
    {
        if (changes is null)
            return session.Payload;

        SessionPayload merged = changes.ApplyTo(session.Payload);
        EnsureFits(merged);
        return merged;
    }
}
