namespace SecureSessions;

// From where a user signs in, and from where a session is used.
internal sealed partial class SessionLifecycle
{
    // Of parallel requests that bring the same client all but one find it remembered; only writes of values can be in the way for longer.
    private const int MaxRememberAttempts = 8;

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
            for (int attempt = 0; attempt < MaxRememberAttempts; attempt++)
            {
                SessionPayload payload = AskForStepUp(session.Payload, needsStepUp);
                if (isUse)
                    payload = payload with { Clients = sighting.AddTo(payload.Clients) };

                ReplaceStatus status = await store.ReplaceAsync(new SessionReplacement
                {
                    Id = session.Record.Id,
                    ExpectedVersion = session.Record.Version,
                    Payload = cipher.SealPayload(session.Token.Secret, SealContext.Of(session.Record).Next(), payload),
                    Label = SessionLabel.Of(payload).ToBytes(),
                });
                if (status == ReplaceStatus.Replaced)
                    return new RememberedClient(session.Written(payload), IsStored: true, IsNews: true);

                // Ended or regenerated meanwhile: there is nothing to store, and nobody else saw this client.
                if (status != ReplaceStatus.Conflict || (await RereadAsync(session)).Session is not { } reread)
                    return new RememberedClient(session, IsStored: false, IsNews: true);

                session = reread;
                bool isDone = isUse ? sighting.IsPresentIn(session.Payload.Clients) : session.Payload.NeedsStepUp;
                if (isDone)
                    return new RememberedClient(session, IsStored: true, IsNews: false);
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
