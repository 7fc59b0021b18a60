namespace SecureSessions;

// From where a user signs in, and from where a session is used.
internal sealed partial class SessionLifecycle
{
    /// <summary>
    /// Remembers what a user signs in from; returns the devices that were known before, or nothing where nobody keeps them. Whatever fails, the
    /// sign-in stands.
    /// </summary>
    public async ValueTask<IReadOnlyList<KnownDevice>?> RememberDeviceAsync(string userId, SessionClient client, DateTimeOffset at)
    {
        if (!store.ListsUsers || client.Device is not { } device)
            return null;

        try
        {
            return await store.RememberDeviceAsync(userId, new KnownDevice(device, client.Network, at));
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return null;
        }
    }

    /// <summary>
    /// Adds a client to those that the session was used from, as the present one, and asks for a step-up if so told. Never fails: what cannot be
    /// stored holds for this request, and the next one tries again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="sighting">The client.</param>
    /// <param name="needsStepUp">Whether a step-up is asked for.</param>
    /// <param name="isUse">Whether the client is to be remembered; not that of a passive request.</param>
    public async ValueTask<RememberedClient> RememberClientAsync(LoadedSession session, ClientSighting sighting, bool needsStepUp, bool isUse = true)
    {
        if (!isUse && (!needsStepUp || session.Payload.NeedsStepUp))
            return new RememberedClient(session, IsStored: true, IsNews: true);

        try
        {
            UpdateResult result = await vault.UpdateAsync(session, current =>
            {
                bool isDone = !ReferenceEquals(current, session) && (isUse ? sighting.IsPresentIn(current.Payload.Clients) : current.Payload.NeedsStepUp);
                if (isDone)
                    return ValueTask.FromResult<SessionUpdate?>(null);

                SessionPayload payload = AskForStepUp(current.Payload, needsStepUp);
                if (isUse)
                    payload = payload with { Clients = sighting.AddTo(payload.Clients) };
                return ValueTask.FromResult<SessionUpdate?>(new SessionUpdate(payload) { ChangesLabel = true });
            });
            session = result.Session;
            switch (result.Status)
            {
                case UpdateStatus.Written or UpdateStatus.Unneeded:
                    return new RememberedClient(session, IsStored: true, IsNews: result.Status == UpdateStatus.Written);

                // There is nothing to store, and nobody else saw this client.
                case UpdateStatus.Ended or UpdateStatus.Superseded:
                    return new RememberedClient(session, IsStored: false, IsNews: true);
                case UpdateStatus.Conflict:
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
        }

        return new RememberedClient(session with { Payload = AskForStepUp(session.Payload, needsStepUp) }, IsStored: false, IsNews: false);
    }

    private static SessionPayload AskForStepUp(SessionPayload payload, bool needsStepUp) => needsStepUp ? payload with { NeedsStepUp = true } : payload;
}
