namespace SecureSessions;

/// <summary>Where a user signs in from: the notice of a new device, and the signal that nobody travels that fast.</summary>
internal sealed class SignInSignals(SessionPolicy policy, ClientMemory memory, TravelCheck travel, SessionEnding ending, SessionEvents events)
{
    /// <summary>Tells of a sign-in, and whether its user can have come here.</summary>
    /// <exception cref="SessionEndedException">The user cannot, and the rule is not to let them in.</exception>
    public async ValueTask ReportAsync(RequestSession request, LoadedSession created, ClientSighting? sighting)
    {
        string userId = created.Payload.UserId!;
        SessionClient? client = sighting?.ToClient();
        IReadOnlyList<KnownDevice>? known = client is null ? null : await memory.RememberDeviceAsync(userId, client, created.Record.CreatedAt);
        await events.RaiseAsync(request.Context, SessionEventType.Created, created.Record.Id, userId, client: client, knownDevices: known);
        if (known is not [{ } last, ..])
            return;

        TimeSpan since = created.Record.CreatedAt - last.SignedInAt;
        if (await travel.FindImpossibleAsync(sighting!.Value.Address, [last.Network], since) is { } way)
            await AnswerTravelAsync(request, created, sighting.Value, last, way);
    }

    private async ValueTask AnswerTravelAsync(RequestSession request, LoadedSession created, ClientSighting sighting, KnownDevice last, string way)
    {
        SignalResponse response = policy.Signals.ImpossibleTravel;
        if (response == SignalResponse.Report)
        {
            await RaiseTravelAsync(request, created, sighting, way, response);
            return;
        }

        // Or the second attempt would come from where the first one came from.
        SessionClient believed = sighting.ToClient() with { Network = last.Network };
        await memory.RememberDeviceAsync(created.Payload.UserId!, believed, last.SignedInAt);
        bool isStored = false;
        if (response == SignalResponse.StepUp)
        {
            (LoadedSession remembered, isStored, _) = await memory.RememberClientAsync(created, sighting, needsStepUp: true);
            if (isStored)
                request.AdoptSignIn(remembered);
        }

        if (!isStored)
            await RefuseAsync(request, created);

        await RaiseTravelAsync(request, created, sighting, way, response);
        if (!isStored)
            throw new SessionEndedException("The sign-in was refused: its user was too far away a moment ago. Nobody is signed in.");
    }

    private async ValueTask RefuseAsync(RequestSession request, LoadedSession created)
    {
        request.Apply(SessionOutcome.Nothing with { IsSignIn = false, EndReason = SessionEndReason.Revoked });
        EndResult end = await ending.EndAsync(created.Record.Id, SessionEndReason.Revoked);
        if (end.Status == EndStatus.Ended)
            await events.RaiseAsync(request.Context, SessionEventType.Expired, created.Record.Id, created.Payload.UserId, SessionEndReason.Revoked);
    }

    private ValueTask RaiseTravelAsync(RequestSession request, LoadedSession created, ClientSighting sighting, string way, SignalResponse response) =>
        events.RaiseAsync(
            request.Context,
            SessionEventType.ImpossibleTravel,
            created.Record.Id,
            created.Payload.UserId,
            detail: way,
            client: sighting.ToClient(),
            response: response);
}
