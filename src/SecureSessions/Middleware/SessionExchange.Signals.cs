namespace SecureSessions;

// Signals of trouble within a session: it is used from somewhere else than before.
internal sealed partial class SessionExchange
{
    /// <summary>How long a client that is not remembered, as its requests are passive, is not told of again.</summary>
    private static readonly TimeSpan PassiveReportInterval = TimeSpan.FromHours(1);

    /// <summary>How often the present client of a session is stored, should it go to and fro between those that were seen.</summary>
    private static readonly TimeSpan MoveInterval = TimeSpan.FromMinutes(1);

    /// <summary>Lets a request in, unless its client is one that the session was never used from and the rule says otherwise.</summary>
    private ValueTask AcceptLoadedAsync(LoadResult result)
    {
        LoadedSession session = result.Session!;
        if (session.IsAnonymous || !_services.Policy.KeepClientInfo)
            return AdoptLoadedAsync(result);

        var sighting = ClientSighting.Of(_context);
        if (sighting.CompareWith(session.Payload.Clients) is var change and not ClientChange.None)
            return AcceptChangedAsync(result, sighting, change);

        return _loadedAsActive && HasMoved(session, sighting) ? AcceptMovedAsync(result, sighting) : AdoptLoadedAsync(result);
    }

    private bool HasMoved(LoadedSession session, in ClientSighting sighting) =>
        session.Payload.Clients.Count > 0
        && !sighting.IsPresentIn(session.Payload.Clients)
        && !_services.ClientNotes.Has(session.Record.Id, SessionClient.Unknown, MoveInterval);

    // It is back where it was before: no news, but lists show where a session is now.
    private async ValueTask AcceptMovedAsync(LoadResult result, ClientSighting sighting)
    {
        LoadedSession session = result.Session!;
        _services.ClientNotes.Add(session.Record.Id, SessionClient.Unknown);
        await AdoptLoadedAsync(result with { Session = (await _services.Lifecycle.RememberClientAsync(session, sighting, needsStepUp: false)).Session });
    }

    private async ValueTask AcceptChangedAsync(LoadResult result, ClientSighting sighting, ClientChange change)
    {
        LoadedSession session = result.Session!;
        SessionClient client = sighting.ToClient();
        if (!_loadedAsActive && _services.ClientNotes.Has(session.Record.Id, client, PassiveReportInterval))
        {
            await AdoptLoadedAsync(result);
            return;
        }

        string? travel = change.HasFlag(ClientChange.Network)
            ? await _services.Travel.FindImpossibleAsync(sighting.Address, session.Payload.Clients.Select(static client => client.Network), LongestSince(session))
            : null;
        SignalResponse response = ResponseTo(change, travel);
        if (response == SignalResponse.End)
        {
            await EndChangedAsync(session, sighting, change, travel);
            return;
        }

        RememberedClient remembered = await _services.Lifecycle.RememberClientAsync(
            session, sighting, response == SignalResponse.StepUp, isUse: _loadedAsActive);
        if (!_loadedAsActive && remembered.IsStored)
            _services.ClientNotes.Add(session.Record.Id, client);
        await AdoptLoadedAsync(result with { Session = remembered.Session });
        if (remembered.IsNews)
            await RaiseChangedAsync(session, sighting, change, travel, response);
    }

    // If the session cannot be ended the request gets no further, as with any failure of the store at load.
    private async ValueTask EndChangedAsync(LoadedSession session, ClientSighting sighting, ClientChange change, string? travel)
    {
        if (!await TryRevokeAsync(session))
            return;

        await RaiseChangedAsync(session, sighting, change, travel, SignalResponse.End);
        await RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Revoked);
    }

    private async ValueTask RaiseChangedAsync(LoadedSession session, ClientSighting sighting, ClientChange change, string? travel, SignalResponse response)
    {
        string detail = change switch
        {
            ClientChange.Device => "device",
            ClientChange.Network => "network",
            _ => "device,network",
        };
        await RaiseSignalAsync(SessionEventType.ClientChanged, session, detail, sighting, response);
        if (travel is not null)
            await RaiseSignalAsync(SessionEventType.ImpossibleTravel, session, travel, sighting, response);
    }

    private ValueTask RaiseSignalAsync(SessionEventType type, LoadedSession session, string detail, ClientSighting sighting, SignalResponse response) =>
        RaiseAsync(type, session.Record.Id, session.Payload.UserId, detail: detail, client: sighting.ToClient(), response: response);

    private SignalResponse ResponseTo(ClientChange change, string? travel)
    {
        SignalPolicy signals = _services.Policy.Signals;
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
