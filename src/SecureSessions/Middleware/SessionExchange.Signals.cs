namespace SecureSessions;

// Signals of trouble within a session: it is used from somewhere else than before.
internal sealed partial class SessionExchange
{
    /// <summary>In what the client differs from those that the session was used from. Asked at every request that is activity.</summary>
    private ClientChange FindChange(LoadedSession session) =>
        _loadedAsActive && !session.IsAnonymous && _services.Policy.KeepClientInfo
            ? ClientSighting.Of(_context).CompareWith(session.Payload.Clients)
            : ClientChange.None;

    private async ValueTask AcceptChangedAsync(LoadResult result, ClientChange change)
    {
        LoadedSession session = result.Session!;
        var sighting = ClientSighting.Of(_context);
        string? travel = change.HasFlag(ClientChange.Network)
            ? await _services.Travel.FindImpossibleAsync(sighting.Address, session.Payload.Clients.Select(static client => client.Network), LongestSince(session))
            : null;
        SignalResponse response = ResponseTo(change, travel);
        if (response == SignalResponse.End)
        {
            await EndChangedAsync(session, sighting, change, travel);
            return;
        }

        RememberedClient remembered = await _services.Lifecycle.RememberClientAsync(session, sighting, response == SignalResponse.StepUp);
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
