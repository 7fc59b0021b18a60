namespace SecureSessions;

/// <summary>Where a user signs in from: the notice of a new device, and the signal that nobody travels that fast.</summary>
internal static class SignInSignals
{
    /// <summary>Tells of a sign-in, and whether its user can have come here.</summary>
    /// <exception cref="SessionEndedException">The user cannot, and the rule is not to let them in.</exception>
    public static async ValueTask ReportAsync(RequestSession request, LoadedSession created, ClientSighting? sighting)
    {
        SessionServices services = request.Services;
        string userId = created.Payload.UserId!;
        SessionClient? client = sighting?.ToClient();
        IReadOnlyList<KnownDevice>? known = client is null ? null : await services.Lifecycle.RememberDeviceAsync(userId, client, created.Record.CreatedAt);
        await request.RaiseAsync(SessionEventType.Created, created.Record.Id, userId, client: client, knownDevices: known);
        if (known is not [{ } last, ..])
            return;

        TimeSpan since = created.Record.CreatedAt - last.SignedInAt;
        if (await services.Travel.FindImpossibleAsync(sighting!.Value.Address, [last.Network], since) is { } travel)
            await AnswerTravelAsync(request, created, sighting.Value, last, travel);
    }

    private static async ValueTask AnswerTravelAsync(RequestSession request, LoadedSession created, ClientSighting sighting, KnownDevice last, string travel)
    {
        SessionLifecycle lifecycle = request.Services.Lifecycle;
        SignalResponse response = request.Services.Policy.Signals.ImpossibleTravel;
        if (response == SignalResponse.Report)
        {
            await ClientCheck.RaiseSignalAsync(request, SessionEventType.ImpossibleTravel, created, travel, sighting, response);
            return;
        }

        // Or the second attempt would come from where the first one came from.
        SessionClient believed = sighting.ToClient() with { Network = last.Network };
        await lifecycle.RememberDeviceAsync(created.Payload.UserId!, believed, last.SignedInAt);
        RememberedClient remembered = response == SignalResponse.StepUp
            ? await lifecycle.RememberClientAsync(created, sighting, needsStepUp: true)
            : default;
        if (remembered.IsStored)
            SignInFlow.Adopt(request, remembered.Session);
        else
            await RefuseAsync(request, created);

        await ClientCheck.RaiseSignalAsync(request, SessionEventType.ImpossibleTravel, created, travel, sighting, response);
        if (!remembered.IsStored)
            throw new SessionEndedException("The sign-in was refused: its user was too far away a moment ago. Nobody is signed in.");
    }

    private static async ValueTask RefuseAsync(RequestSession request, LoadedSession created)
    {
        request.Apply(SessionOutcome.Nothing with { IsSignIn = false, EndReason = SessionEndReason.Revoked });
        EndResult end = await request.Services.Lifecycle.EndAsync(created.Record.Id, SessionEndReason.Revoked);
        if (end.Status == EndStatus.Ended)
            await request.RaiseAsync(SessionEventType.Expired, created.Record.Id, created.Payload.UserId, SessionEndReason.Revoked);
    }
}
