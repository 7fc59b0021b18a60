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
    /// Adds a client to those that the session was seen with, and asks for a step-up if so told. Never fails: what cannot be stored holds for
    /// this request, and the next one tries again.
    /// </summary>
    public async ValueTask<RememberedClient> RememberClientAsync(LoadedSession session, ClientSighting sighting, bool needsStepUp)
    {
        try
        {
            for (int attempt = 0; attempt < MaxRememberAttempts; attempt++)
            {
                SessionPayload payload = AskForStepUp(session.Payload, needsStepUp) with { Clients = sighting.AddTo(session.Payload.Clients) };
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
                if (sighting.CompareWith(session.Payload.Clients) == ClientChange.None)
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
