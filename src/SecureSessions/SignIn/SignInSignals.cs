namespace SecureSessions;

/// <summary>Signals at a sign-in: a new device, and impossible travel.</summary>
internal sealed class SignInSignals(
    SessionPolicy policy, ClientMemory memory, TravelCheck travel, SessionEnding ending, SessionEvents events)
{
    /// <summary>Reports a sign-in, and checks for impossible travel.</summary>
    /// <exception cref="SessionEndedException">The travel is impossible, and the option
    /// <see cref="SecureSessionSignalOptions.ImpossibleTravel"/> refuses such a sign-in.</exception>
    public async ValueTask ReportAsync(RequestSession request, LoadedSession created, ClientSighting? sighting)
    {
        string userId = created.Payload.UserId!;
        SessionClient? client = sighting?.ToClient();
        IReadOnlyList<KnownDevice>? known = client is null
            ? null
            : await memory.RememberDeviceAsync(userId, client, created.Record.CreatedAt);
        await events.RaiseAsync(request.Context, SessionEventType.Created, created.Record.Id, userId, client: client, knownDevices: known);
        if (known is not [{ } last, ..])
            return;

        TimeSpan since = created.Record.CreatedAt - last.SignedInAt;
        if (await travel.FindImpossibleAsync(sighting!.Value.Address, [last.Network], since) is { } route)
            await RespondToTravelAsync(request, created, sighting.Value, last, route);
    }

    private async ValueTask RespondToTravelAsync(
        RequestSession request, LoadedSession created, ClientSighting sighting, KnownDevice last, string route)
    {
        SignalResponse response = policy.Signals.ImpossibleTravel;
        if (response == SignalResponse.Report)
        {
            await RaiseTravelAsync(request, created, sighting, route, response);
            return;
        }

        // The device is remembered at its last known network: otherwise a second attempt from the same place would raise no signal.
        SessionClient lastKnown = sighting.ToClient() with { Network = last.Network };
        await memory.RememberDeviceAsync(created.Payload.UserId!, lastKnown, last.SignedInAt);
        bool isStored = false;
        if (response == SignalResponse.StepUp)
        {
            (LoadedSession remembered, isStored, _) = await memory.RememberClientAsync(created, sighting, needsStepUp: true);
            if (isStored)
                request.AdoptSignIn(remembered);
        }

        if (!isStored)
            await RefuseAsync(request, created);

        await RaiseTravelAsync(request, created, sighting, route, response);
        if (!isStored)
        {
            throw new SessionEndedException(
                "The sign-in was refused: its user cannot have travelled here from the place of the last sign-in "
                + "(Signals.ImpossibleTravel). Nobody is signed in.");
        }
    }

    private async ValueTask RefuseAsync(RequestSession request, LoadedSession created)
    {
        request.Apply(SessionOutcome.Nothing with { IsSignIn = false, EndReason = SessionEndReason.Revoked });
        EndResult end = await ending.EndAsync(created.Record.Id, SessionEndReason.Revoked);
        if (end.Status == EndStatus.Ended)
        {
            await events.RaiseAsync(
                request.Context, SessionEventType.Expired, created.Record.Id, created.Payload.UserId, SessionEndReason.Revoked);
        }
    }

    private ValueTask RaiseTravelAsync(
        RequestSession request, LoadedSession created, ClientSighting sighting, string route, SignalResponse response) =>
        events.RaiseAsync(
            request.Context,
            SessionEventType.ImpossibleTravel,
            created.Record.Id,
            created.Payload.UserId,
            detail: route,
            client: sighting.ToClient(),
            response: response);
}
