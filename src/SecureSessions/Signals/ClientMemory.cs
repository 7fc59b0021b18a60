namespace SecureSessions;

/// <summary>Remembers the devices that a user signs in from, and the clients that a session is used from.</summary>
internal sealed class ClientMemory(StoreGateway store, SessionVault vault)
{
    /// <summary>Remembers what a user signs in from. Whatever fails, the sign-in stands.</summary>
    /// <returns>The devices that were known before; nothing where the store keeps none, or fails.</returns>
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
    /// Adds a client to the clients that the session was used from, as the present one, and asks for a step-up if so told. Never fails: what cannot
    /// be stored holds for this request, and the next one tries again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="sighting">The client.</param>
    /// <param name="needsStepUp">Whether a step-up is asked for.</param>
    /// <param name="isUse">Whether the client is to be remembered; not that of a passive request.</param>
    /// <returns>The session as it is now, whether later requests know of the client, and whether this request is the one that reports it.</returns>
    public async ValueTask<(LoadedSession Session, bool IsStored, bool IsNews)> RememberClientAsync(
        LoadedSession session, ClientSighting sighting, bool needsStepUp, bool isUse = true)
    {
        if (!isUse && (!needsStepUp || session.Payload.NeedsStepUp))
            return (session, IsStored: true, IsNews: true);

        try
        {
            UpdateResult result = await vault.UpdateAsync(session, current => ValueTask.FromResult(Decide(current, isFirst: ReferenceEquals(current, session))));
            session = result.Session;
            switch (result.Status)
            {
                case UpdateStatus.Written or UpdateStatus.Unneeded:
                    return (session, IsStored: true, IsNews: result.Status == UpdateStatus.Written);

                // There is nothing to store, and no other request saw this client.
                case UpdateStatus.Ended or UpdateStatus.Superseded:
                    return (session, IsStored: false, IsNews: true);
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

        return (session with { Payload = AskForStepUp(session.Payload, needsStepUp) }, IsStored: false, IsNews: false);

        SessionUpdate? Decide(LoadedSession current, bool isFirst)
        {
            bool isDone = !isFirst && (isUse ? sighting.IsPresentIn(current.Payload.Clients) : current.Payload.NeedsStepUp);
            if (isDone)
                return null;

            SessionPayload payload = AskForStepUp(current.Payload, needsStepUp);
            if (isUse)
                payload = payload with { Clients = sighting.AddTo(payload.Clients) };
            return new SessionUpdate(payload) { ChangesLabel = true };
        }
    }

    private static SessionPayload AskForStepUp(SessionPayload payload, bool needsStepUp) => needsStepUp ? payload with { NeedsStepUp = true } : payload;
}
