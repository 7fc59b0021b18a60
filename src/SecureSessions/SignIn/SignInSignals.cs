using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Signals at a sign-in: a new device, impossible travel, and failed attempts before it.</summary>
internal sealed class SignInSignals(
    SessionPolicy policy,
    ClientMemory memory,
    TravelCheck travel,
    AttemptGuard attempts,
    SessionEnding ending,
    SessionEvents events)
{
    /// <summary>
    /// Reports a sign-in, and checks for impossible travel. If the sign-in stands, failed attempts before it are forgotten.
    /// </summary>
    /// <param name="context">The request that signs in.</param>
    /// <param name="created">The session of the sign-in, which the request has adopted.</param>
    /// <param name="sighting">The client.</param>
    /// <param name="adopt">
    /// Called with the session if it was changed, and with <see langword="null"/> before the session is ended.
    /// </param>
    /// <exception cref="SessionEndedException">The travel is impossible, and the option
    /// <see cref="SecureSessionSignalOptions.ImpossibleTravel"/> refuses such a sign-in.</exception>
    public async ValueTask ReportAsync(
        HttpContext context, LoadedSession created, ClientSighting? sighting, Action<LoadedSession?> adopt)
    {
        string userId = created.Payload.UserId!;
        SessionClient? client = sighting?.ToClient();
        IReadOnlyList<KnownDevice>? known = client is null
            ? null
            : await memory.RememberDeviceAsync(userId, client, created.Record.CreatedAt);
        await events.RaiseAsync(context, SessionEventType.Created, created.Record.Id, userId, client: client, knownDevices: known);
        if (known is [{ } last, ..])
            await CheckTravelAsync(context, created, sighting!.Value, last, adopt);
        await attempts.SignedInAsync(context, created.Record.Id, userId);
    }

    private async ValueTask CheckTravelAsync(
        HttpContext context, LoadedSession created, ClientSighting sighting, KnownDevice last, Action<LoadedSession?> adopt)
    {
        TimeSpan since = created.Record.CreatedAt - last.SignedInAt;
        if (await travel.FindImpossibleAsync(sighting.Address, [last.Network], since) is { } route)
            await RespondToTravelAsync(context, created, sighting, last, route, adopt);
    }

    private async ValueTask RespondToTravelAsync(
        HttpContext context,
        LoadedSession created,
        ClientSighting sighting,
        KnownDevice last,
        string route,
        Action<LoadedSession?> adopt)
    {
        SignalResponse response = policy.Signals.ImpossibleTravel;
        if (response == SignalResponse.Report)
        {
            await RaiseTravelAsync(context, created, sighting, route, response);
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
                adopt(remembered);
        }

        if (!isStored)
            await RefuseAsync(context, created, adopt);

        await RaiseTravelAsync(context, created, sighting, route, response);
        if (!isStored)
        {
            throw new SessionEndedException(
                "The sign-in was refused: its user cannot have travelled here from the place of the last sign-in "
                + "(Signals.ImpossibleTravel). Nobody is signed in.");
        }
    }

    private async ValueTask RefuseAsync(HttpContext context, LoadedSession created, Action<LoadedSession?> adopt)
    {
        adopt(null);
        EndResult end = await ending.EndAsync(created.Record.Id, SessionEndReason.Revoked);
        if (end.Status == EndStatus.Ended)
        {
            await events.RaiseAsync(
                context, SessionEventType.Expired, created.Record.Id, created.Payload.UserId, SessionEndReason.Revoked);
        }
    }

    private ValueTask RaiseTravelAsync(
        HttpContext context, LoadedSession created, ClientSighting sighting, string route, SignalResponse response) =>
        events.RaiseAsync(
            context,
            SessionEventType.ImpossibleTravel,
            created.Record.Id,
            created.Payload.UserId,
            detail: route,
            client: sighting.ToClient(),
            response: response);
}
