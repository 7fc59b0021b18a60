namespace SecureSessions;

/// <summary>Stores the devices that a user signs in from, and the clients that a session is used from.</summary>
internal sealed class ClientMemory(StoreGateway store, SessionVault vault)
{
    /// <summary>Stores the device that a user signs in from. A failure does not fail the sign-in.</summary>
    /// <returns>The devices that were known before; <see langword="null"/> if the store keeps no devices, or fails.</returns>
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
    /// Adds a client to the clients of the session, as the present one, and demands a step-up if asked to. The method does not throw: if
    /// the store fails, the demand holds for this request, and the next request tries again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="sighting">The client.</param>
    /// <param name="needsStepUp">Whether to demand a step-up.</param>
    /// <param name="isUse">Whether to remember the client; <see langword="false"/> for a passive request.</param>
    /// <returns>The session as it is now, whether the client or the demand is stored, and whether this request has to report the
    /// client.</returns>
    public async ValueTask<(LoadedSession Session, bool IsStored, bool MustReport)> RememberClientAsync(
        LoadedSession session, ClientSighting sighting, bool needsStepUp, bool isUse = true)
    {
        if (!isUse && (!needsStepUp || session.Payload.NeedsStepUp))
            return (session, IsStored: true, MustReport: true);

        try
        {
            UpdateResult result = await vault.UpdateAsync(
                session, current => ValueTask.FromResult(Decide(current, isFirst: ReferenceEquals(current, session))));
            session = result.Session;
            switch (result.Status)
            {
                case UpdateStatus.Written or UpdateStatus.Unneeded:
                    return (session, IsStored: true, MustReport: result.Status == UpdateStatus.Written);

                // The session cannot be changed any more, so no other request reports this client.
                case UpdateStatus.Ended or UpdateStatus.Superseded:
                    return (session, IsStored: false, MustReport: true);
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

        return (session with { Payload = DemandStepUp(session.Payload, needsStepUp) }, IsStored: false, MustReport: false);

        SessionUpdate? Decide(LoadedSession current, bool isFirst)
        {
            bool isDone = !isFirst && (isUse ? sighting.IsPresentIn(current.Payload.Clients) : current.Payload.NeedsStepUp);
            if (isDone)
                return null;

            SessionPayload payload = DemandStepUp(current.Payload, needsStepUp);
            if (isUse)
                payload = payload with { Clients = sighting.AddTo(payload.Clients) };
            return new SessionUpdate(payload) { ChangesLabel = true };
        }
    }

    private static SessionPayload DemandStepUp(SessionPayload payload, bool needsStepUp) =>
        needsStepUp ? payload with { NeedsStepUp = true } : payload;
}
