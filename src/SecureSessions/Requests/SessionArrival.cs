using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a request brings: cookie, site, store, privileges, signals, in this order.</summary>
internal static class SessionArrival
{
    public static ValueTask<Arrival> LoadAsync(RequestSession request)
    {
        if (request.Cookie is not { } cookie)
            return ValueTask.FromResult(new Arrival { Outcome = new SessionOutcome { Bar = CreationBar.InsecureTransport } });

        CrossSiteVerdict verdict = SiteCheck.Judge(request.Context, cookie, request.Services);
        return verdict == CrossSiteVerdict.Allowed ? LoadFromCookieAsync(request, cookie) : LoadFromOtherSiteAsync(request, cookie, verdict);
    }

    private static async ValueTask<Arrival> LoadFromOtherSiteAsync(RequestSession request, SessionCookie cookie, CrossSiteVerdict verdict) =>
        await SiteCheck.IsRefusedAsync(request, cookie, verdict)
            ? new Arrival { Refusal = StatusCodes.Status403Forbidden }
            : await LoadFromCookieAsync(request, cookie);

    private static ValueTask<Arrival> LoadFromCookieAsync(RequestSession request, SessionCookie cookie)
    {
        switch (cookie.Read(request.Context.Request.Headers, out ReadOnlySpan<char> value))
        {
            case CookieReadStatus.Absent:
                return ValueTask.FromResult(default(Arrival));
            case CookieReadStatus.Duplicate or CookieReadStatus.Many:
                return CookieChoice.LoadAsync(request, cookie);
            case CookieReadStatus.Single:
                return SessionToken.TryParse(value, out SessionToken token) ? LoadAsync(request, token) : RejectAsync(request, "malformed");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static async ValueTask<Arrival> RejectAsync(RequestSession request, string detail)
    {
        await request.RaiseAsync(SessionEventType.TokenRejected, null, null, detail: detail);
        return default;
    }

    public static async ValueTask<Arrival> LoadAsync(RequestSession request, SessionToken token)
    {
        HttpContext context = request.Context;
        bool passive = RequestFacts.IsPassive(context);
        var arrival = new Arrival { Token = token, IsActivity = !passive, Endpoint = context.GetEndpoint() };
        try
        {
            LoadResult result = await request.Services.Lifecycle.LoadAsync(token, passive);
            return result.Session is { IsMarked: true } marked
                ? await PrincipalRefresh.AcceptAsync(request, arrival, marked)
                : await AcceptAsync(request, arrival, result);
        }
        catch (SecureSessionStoreException)
        {
            return await GoOnWithoutStoreAsync(request, arrival);
        }
    }

    public static async ValueTask<Arrival> GoOnWithoutStoreAsync(RequestSession request, Arrival arrival)
    {
        await request.RaiseAsync(SessionEventType.LoadFailed, arrival.Token.Id, null, detail: "store");
        return arrival with
        {
            Outcome = new SessionOutcome { Bar = CreationBar.StoreFailed },
            Refusal = request.Services.Policy.ContinueWithoutStore ? null : StatusCodes.Status503ServiceUnavailable,
        };
    }

    public static ValueTask<Arrival> AcceptAsync(RequestSession request, Arrival arrival, LoadResult result) =>
        result.Status == LoadStatus.Loaded ? ClientCheck.AcceptAsync(request, arrival, result) : TurnAwayAsync(request, arrival, result);

    /// <summary>The session that was looked at, and let through by every check.</summary>
    public static async ValueTask<Arrival> AdoptAsync(RequestSession request, Arrival arrival, LoadResult result)
    {
        LoadedSession session = result.Session!;
        if (!arrival.IsActivity)
            request.LeaveTicket(session, arrival.Token);
        if (result.Renewed)
            await request.RaiseAsync(SessionEventType.Renewed, session.Record.Id, session.Payload.UserId);
        return arrival with { Outcome = result.SendCookie ? SessionOutcome.Send(session) : SessionOutcome.Adopt(session) };
    }

    /// <summary>Ends the session that the request was about to be let into; whether that was done here, and what the request has then.</summary>
    public static async ValueTask<(bool IsRevoked, Arrival Arrival)> RevokeAsync(RequestSession request, Arrival arrival, LoadedSession session)
    {
        EndResult end = await request.Services.Lifecycle.EndAsync(session.Record.Id, SessionEndReason.Revoked);
        SessionEndReason reason = end.Session?.End?.Reason ?? SessionEndReason.Revoked;
        bool isRevoked = end.Status == EndStatus.Ended;

        // If it was overtaken, whoever ended it tells of it, and by now the jar may hold the cookie of another session.
        SessionOutcome outcome = isRevoked
            ? new SessionOutcome { EndReason = reason, Cookie = CookieChange.Delete }
            : new SessionOutcome { EndReason = reason, Bar = RequestFacts.BarOfDeadToken(request.Context.Request) };
        return (isRevoked, arrival with { Outcome = outcome });
    }

    private static async ValueTask<Arrival> TurnAwayAsync(RequestSession request, Arrival arrival, LoadResult result)
    {
        SessionId id = arrival.Token.Id;
        var barred = new SessionOutcome { Bar = RequestFacts.BarOfDeadToken(request.Context.Request) };
        switch (result.Status)
        {
            case LoadStatus.Unknown:
                await request.RaiseAsync(SessionEventType.TokenRejected, id, null, detail: "unknown");
                return arrival with { IsUnknown = true };
            case LoadStatus.Forged:
                await request.RaiseAsync(SessionEventType.TokenRejected, id, null, detail: "forged");
                return arrival;
            case LoadStatus.Spent:
                await request.RaiseAsync(SessionEventType.SpentSecretRefused, id, null);
                return arrival with { Outcome = barred };
            case LoadStatus.Reused:
                return arrival with { Outcome = barred with { EndReason = await EndReusedAsync(request, id) } };
            case LoadStatus.Ended:
                return arrival with { Outcome = result.End is { } end ? await AcceptEndedAsync(request, id, end, result.Now, barred) : barred };
            case LoadStatus.Undecryptable:
                await EndUndecryptableAsync(request, id);
                return arrival with { Outcome = new SessionOutcome { EndReason = SessionEndReason.Undecryptable, Cookie = CookieChange.Delete } };
            case LoadStatus.Unreadable:
                await request.RaiseAsync(SessionEventType.LoadFailed, id, null, detail: "unknown_format");
                return arrival with { Outcome = SessionOutcome.Adopt(result.Unreadable!) with { IsUnreadable = true } };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async ValueTask<SessionEndReason?> EndReusedAsync(RequestSession request, SessionId id)
    {
        string? userId = null;
        bool ends = request.Services.Policy.EndOnReuse;
        if (ends)
        {
            EndResult end = await request.Services.Lifecycle.EndAsync(id, SessionEndReason.SecretReused);
            userId = end.UserId;
            if (end.Status == EndStatus.Ended)
                await request.RaiseAsync(SessionEventType.Expired, id, userId, SessionEndReason.SecretReused);
        }

        await request.RaiseAsync(SessionEventType.UsedAfterExpire, id, userId, SessionEndReason.SecretReused);
        return ends ? SessionEndReason.SecretReused : null;
    }

    private static async ValueTask<SessionOutcome> AcceptEndedAsync(RequestSession request, SessionId id, SessionEnd end, DateTimeOffset now, SessionOutcome barred)
    {
        SessionServices services = request.Services;

        // The timeout of a user's session is reported when it happens, by those who watch the deadlines; nobody watches the others.
        bool isWatched = end.UserId is not null && services.Lifecycle.ListsUsers;
        if (end.IsTimeout && end.FirstReport && !isWatched)
            await request.RaiseAsync(SessionEventType.Expired, id, end.UserId, end.Reason);

        // This browser was told to drop the cookie when it signed out or signed in anew. Long after that only a copy can still be in use. A
        // session that was ended from elsewhere is different: its cookie is still in the browser, and its arrival is no alarm.
        bool cookieWasTakenBack = end.Reason is SessionEndReason.SignedOut or SessionEndReason.Replaced;
        if (cookieWasTakenBack && now >= end.At + services.Policy.LagWindow)
            await request.RaiseAsync(SessionEventType.UsedAfterExpire, id, end.UserId, end.Reason);

        SessionOutcome outcome = barred with { EndReason = end.Reason };
        if (!end.LeavesCookie)
            return outcome;

        // The cookie is in the browser still, or a newer one came by a request that brought this one too. So whoever takes the place of the session
        // takes the right to it: of a late answer and a newer one, the late one does not get it. An anonymous session that timed out was nobody's:
        // what a script of the page writes begins a new one.
        bool mayBegin = RequestFacts.IsNavigation(request.Context.Request) || (end is { IsTimeout: true, UserId: null });
        return outcome with { IsLeftBehind = true, Bar = mayBegin ? CreationBar.None : outcome.Bar };
    }

    private static async ValueTask EndUndecryptableAsync(RequestSession request, SessionId id)
    {
        EndResult end = await request.Services.Lifecycle.EndAsync(id, SessionEndReason.Undecryptable);
        await request.RaiseAsync(SessionEventType.DecryptionFailed, id, end.UserId);
        if (end.Status == EndStatus.Ended)
            await request.RaiseAsync(SessionEventType.Expired, id, end.UserId, SessionEndReason.Undecryptable);
    }
}
