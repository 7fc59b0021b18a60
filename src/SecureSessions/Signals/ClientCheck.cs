using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Raises signals when a session is used from another device or network than before.</summary>
internal sealed class ClientCheck(
    SessionPolicy policy, ClientLookup lookup, ClientMemory memory, TravelCheck travel, ClientNotes notes, SessionEvents events)
{
    /// <summary>How long a client of passive requests, which the session does not remember, is not reported again.</summary>
    private static readonly TimeSpan PassiveReportInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// How often the present client is stored at most, if a session alternates between clients that it was used from before.
    /// </summary>
    private static readonly TimeSpan MoveInterval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Judges the client of a request, and remembers it unless the session is to be revoked. <see cref="ReportAsync"/> reports the
    /// verdict.
    /// </summary>
    public ValueTask<ClientVerdict> JudgeAsync(HttpContext context, LoadedSession session, bool isActivity)
    {
        if (session.IsAnonymous || !policy.KeepClientInfo)
            return ValueTask.FromResult(new ClientVerdict(session));

        var sighting = ClientSighting.Of(context);
        (bool device, bool network) = sighting.CompareWith(session.Payload.Clients);
        if (device || network)
            return JudgeChangedAsync(session, sighting, device, network, isActivity);

        return isActivity && HasMoved(session, sighting)
            ? RememberMoveAsync(session, sighting)
            : ValueTask.FromResult(new ClientVerdict(session));
    }

    /// <summary>Reports the change that the verdict has found, if any.</summary>
    public ValueTask ReportAsync(HttpContext context, in ClientVerdict verdict) =>
        verdict.Change is null ? ValueTask.CompletedTask : ReportChangeAsync(context, verdict);

    private async ValueTask ReportChangeAsync(HttpContext context, ClientVerdict verdict)
    {
        await RaiseAsync(context, verdict, SessionEventType.ClientChanged, verdict.Change!);
        if (verdict.Travel is { } route)
            await RaiseAsync(context, verdict, SessionEventType.ImpossibleTravel, route);
    }

    private ValueTask RaiseAsync(HttpContext context, in ClientVerdict verdict, SessionEventType type, string detail) => events.RaiseAsync(
        context,
        type,
        verdict.Session.Record.Id,
        verdict.Session.Payload.UserId,
        detail: detail,
        client: verdict.Client,
        response: verdict.Response);

    private bool HasMoved(LoadedSession session, in ClientSighting sighting) =>
        session.Payload.Clients.Count > 0
        && !sighting.IsPresentIn(session.Payload.Clients)
        && !notes.Has(session.Record.Id, SessionClient.Unknown, MoveInterval);

    // The session is used from a client that it was used from before. There is nothing to report, but lists show the present client.
    private async ValueTask<ClientVerdict> RememberMoveAsync(LoadedSession session, ClientSighting sighting)
    {
        notes.Add(session.Record.Id, SessionClient.Unknown);
        return new ClientVerdict((await memory.RememberClientAsync(session, sighting, needsStepUp: false)).Session);
    }

    private async ValueTask<ClientVerdict> JudgeChangedAsync(
        LoadedSession session, ClientSighting sighting, bool device, bool network, bool isActivity)
    {
        SessionClient client = sighting.ToClient();
        if (!isActivity && notes.Has(session.Record.Id, client, PassiveReportInterval))
            return new ClientVerdict(session);

        if (isActivity)
        {
            sighting = await lookup.LocateAsync(sighting);
            client = sighting.ToClient();
        }

        string? route = network
            ? await travel.FindImpossibleAsync(
                sighting.Address, session.Payload.Clients.Select(static client => client.Network), MaxTimeSinceActivity(session))
            : null;
        SignalResponse response = ResponseTo(device, network, route);
        var verdict = new ClientVerdict(session) { Change = NameOf(device, network), Travel = route, Response = response, Client = client };
        if (response == SignalResponse.End)
            return verdict;

        (LoadedSession remembered, bool isStored, bool mustReport) = await memory.RememberClientAsync(
            session, sighting, response == SignalResponse.StepUp, isActivity);
        if (!isActivity && isStored)
            notes.Add(session.Record.Id, client);
        return mustReport ? verdict with { Session = remembered } : new ClientVerdict(remembered);
    }

    private SignalResponse ResponseTo(bool device, bool network, string? route)
    {
        SignalPolicy signals = policy.Signals;
        SignalResponse strictest = SignalResponse.Report;
        if (device)
            strictest = Stricter(strictest, signals.DeviceChange);
        if (network)
            strictest = Stricter(strictest, signals.NetworkChange);
        return route is null ? strictest : Stricter(strictest, signals.ImpossibleTravel);
    }

    private static string NameOf(bool device, bool network) => (device, network) switch
    {
        (true, false) => "device",
        (false, _) => "network",
        _ => "device,network",
    };

    private static SignalResponse Stricter(SignalResponse left, SignalResponse right) => left > right ? left : right;

    // The time of the activity before this request is not known, but it was within the idle timeout, or the session would have ended.
    private static TimeSpan MaxTimeSinceActivity(LoadedSession session)
    {
        SessionRecord record = session.Record;
        TimeSpan age = session.Now - record.CreatedAt;
        bool hasIdleDeadline = record.ExpiresAt < record.AbsoluteExpiresAt;
        return hasIdleDeadline && record.ExpiresAt - record.LastSeenAt is var idle && idle < age ? idle : age;
    }
}
