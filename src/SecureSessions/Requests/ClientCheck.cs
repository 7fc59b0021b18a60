namespace SecureSessions;

/// <summary>Signals of trouble within a session: it is used from somewhere else than before.</summary>
internal static class ClientCheck
{
    /// <summary>How long a client that is not remembered, as its requests are passive, is not told of again.</summary>
    private static readonly TimeSpan PassiveReportInterval = TimeSpan.FromHours(1);

    /// <summary>How often the present client of a session is stored, should it go to and fro between those that were seen.</summary>
    private static readonly TimeSpan MoveInterval = TimeSpan.FromMinutes(1);

    /// <summary>Lets a request in, unless its client is one that the session was never used from and the rule says otherwise.</summary>
    public static ValueTask<Arrival> AcceptAsync(RequestSession request, Arrival arrival, LoadResult result)
    {
        LoadedSession session = result.Session!;
        if (session.IsAnonymous || !request.Services.Policy.KeepClientInfo)
            return SessionArrival.AdoptAsync(request, arrival, result);

        var sighting = ClientSighting.Of(request.Context);
        if (sighting.CompareWith(session.Payload.Clients) is var change and not ClientChange.None)
            return AcceptChangedAsync(request, arrival, result, sighting, change);

        return arrival.IsActivity && HasMoved(request.Services, session, sighting)
            ? AcceptMovedAsync(request, arrival, result, sighting)
            : SessionArrival.AdoptAsync(request, arrival, result);
    }

    private static bool HasMoved(SessionServices services, LoadedSession session, in ClientSighting sighting) =>
        session.Payload.Clients.Count > 0
        && !sighting.IsPresentIn(session.Payload.Clients)
        && !services.ClientNotes.Has(session.Record.Id, SessionClient.Unknown, MoveInterval);

    // It is back where it was before: no news, but lists show where a session is now.
    private static async ValueTask<Arrival> AcceptMovedAsync(RequestSession request, Arrival arrival, LoadResult result, ClientSighting sighting)
    {
        LoadedSession session = result.Session!;
        request.Services.ClientNotes.Add(session.Record.Id, SessionClient.Unknown);
        RememberedClient remembered = await request.Services.Lifecycle.RememberClientAsync(session, sighting, needsStepUp: false);
        return await SessionArrival.AdoptAsync(request, arrival, result with { Session = remembered.Session });
    }

    private static async ValueTask<Arrival> AcceptChangedAsync(RequestSession request, Arrival arrival, LoadResult result, ClientSighting sighting, ClientChange change)
    {
        SessionServices services = request.Services;
        LoadedSession session = result.Session!;
        SessionClient client = sighting.ToClient();
        if (!arrival.IsActivity && services.ClientNotes.Has(session.Record.Id, client, PassiveReportInterval))
            return await SessionArrival.AdoptAsync(request, arrival, result);

        string? travel = change.HasFlag(ClientChange.Network)
            ? await services.Travel.FindImpossibleAsync(sighting.Address, session.Payload.Clients.Select(static client => client.Network), LongestSince(session))
            : null;
        SignalResponse response = ResponseTo(services.Policy.Signals, change, travel);
        if (response == SignalResponse.End)
            return await EndChangedAsync(request, arrival, session, sighting, change, travel);

        RememberedClient remembered = await services.Lifecycle.RememberClientAsync(
            session, sighting, response == SignalResponse.StepUp, isUse: arrival.IsActivity);
        if (!arrival.IsActivity && remembered.IsStored)
            services.ClientNotes.Add(session.Record.Id, client);
        arrival = await SessionArrival.AdoptAsync(request, arrival, result with { Session = remembered.Session });
        if (remembered.IsNews)
            await RaiseChangedAsync(request, session, sighting, change, travel, response);
        return arrival;
    }

    // If the session cannot be ended the request gets no further, as with any failure of the store at load.
    private static async ValueTask<Arrival> EndChangedAsync(
        RequestSession request, Arrival arrival, LoadedSession session, ClientSighting sighting, ClientChange change, string? travel)
    {
        (bool isRevoked, arrival) = await SessionArrival.RevokeAsync(request, arrival, session);
        if (isRevoked)
        {
            await RaiseChangedAsync(request, session, sighting, change, travel, SignalResponse.End);
            await request.RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Revoked);
        }

        return arrival;
    }

    private static async ValueTask RaiseChangedAsync(
        RequestSession request, LoadedSession session, ClientSighting sighting, ClientChange change, string? travel, SignalResponse response)
    {
        string detail = change switch
        {
            ClientChange.Device => "device",
            ClientChange.Network => "network",
            _ => "device,network",
        };
        await RaiseSignalAsync(request, SessionEventType.ClientChanged, session, detail, sighting, response);
        if (travel is not null)
            await RaiseSignalAsync(request, SessionEventType.ImpossibleTravel, session, travel, sighting, response);
    }

    public static ValueTask RaiseSignalAsync(
        RequestSession request, SessionEventType type, LoadedSession session, string detail, ClientSighting sighting, SignalResponse response) =>
        request.RaiseAsync(type, session.Record.Id, session.Payload.UserId, detail: detail, client: sighting.ToClient(), response: response);

    private static SignalResponse ResponseTo(SignalPolicy signals, ClientChange change, string? travel)
    {
        SignalResponse strictest = SignalResponse.Report;
        if (change.HasFlag(ClientChange.Device))
            strictest = Stricter(strictest, signals.DeviceChange);
        if (change.HasFlag(ClientChange.Network))
            strictest = Stricter(strictest, signals.NetworkChange);
        return travel is null ? strictest : Stricter(strictest, signals.ImpossibleTravel);
    }

    private static SignalResponse Stricter(SignalResponse left, SignalResponse right) => left > right ? left : right;

    // The last activity before this one is not known, but it was within the idle timeout, or the session would have ended.
    private static TimeSpan LongestSince(LoadedSession session)
    {
        SessionRecord record = session.Record;
        TimeSpan age = session.Now - record.CreatedAt;
        bool tellsIdle = record.IdleExpiresAt < record.AbsoluteExpiresAt;
        return tellsIdle && record.IdleExpiresAt - record.LastSeenAt is var idle && idle < age ? idle : age;
    }
}
