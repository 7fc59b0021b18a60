namespace SecureSessions;

// Where a user signs in from: the notice of a new device, and the signal that nobody travels that fast.
internal sealed partial class SessionExchange
{
    /// <summary>Tells of a sign-in, and whether its user can have come here.</summary>
    /// <exception cref="SessionEndedException">The user cannot, and the rule is not to let them in.</exception>
    private async ValueTask ReportSignInAsync(LoadedSession created, ClientSighting? sighting)
    {
        string userId = created.Payload.UserId!;
        SessionClient? client = sighting?.ToClient();
        IReadOnlyList<KnownDevice>? known = client is null ? null : await _services.Lifecycle.RememberDeviceAsync(userId, client, created.Record.CreatedAt);
        await RaiseAsync(SessionEventType.Created, created.Record.Id, userId, client: client, knownDevices: known);
        if (known is not [{ } last, ..])
            return;

        TimeSpan since = created.Record.CreatedAt - last.SignedInAt;
        if (await _services.Travel.FindImpossibleAsync(sighting!.Value.Address, [last.Network], since) is { } travel)
            await AnswerTravelAsync(created, sighting.Value, last, travel);
    }

    private async ValueTask AnswerTravelAsync(LoadedSession created, ClientSighting sighting, KnownDevice last, string travel)
    {
        SignalResponse response = _services.Policy.Signals.ImpossibleTravel;
        if (response == SignalResponse.Report)
        {
            await RaiseSignalAsync(SessionEventType.ImpossibleTravel, created, travel, sighting, response);
            return;
        }

        // Or the second attempt would come from where the first one came from.
        SessionClient believed = sighting.ToClient() with { Network = last.Network };
        await _services.Lifecycle.RememberDeviceAsync(created.Payload.UserId!, believed, last.SignedInAt);
        RememberedClient remembered = response == SignalResponse.StepUp
            ? await _services.Lifecycle.RememberClientAsync(created, sighting, needsStepUp: true)
            : default;
        if (remembered.IsStored)
            AdoptSignIn(remembered.Session);
        else
            await RefuseSignInAsync(created);

        await RaiseSignalAsync(SessionEventType.ImpossibleTravel, created, travel, sighting, response);
        if (!remembered.IsStored)
            throw new SessionEndedException("The sign-in was refused: its user was too far away a moment ago. Nobody is signed in.");
    }

    private async ValueTask RefuseSignInAsync(LoadedSession created)
    {
        _signedIn = null;
        _session.Forget();
        _answerCookie.Forget();
        _session.EndReason = SessionEndReason.Revoked;
        EndResult end = await _services.Lifecycle.EndAsync(created.Record.Id, SessionEndReason.Revoked);
        if (end.Status == EndStatus.Ended)
            await RaiseAsync(SessionEventType.Expired, created.Record.Id, created.Payload.UserId, SessionEndReason.Revoked);
    }
}
