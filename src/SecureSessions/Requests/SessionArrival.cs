using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Decides which session a request has, in five steps: cookie, site, store, privileges, signals. The class changes no state of the
/// request.
/// </summary>
internal sealed class SessionArrival(
    SessionPolicy policy,
    CrossSiteCheck crossSite,
    SessionLifecycle lifecycle,
    SessionEnding ending,
    PrincipalRefresh principalRefresh,
    SessionValidation validation,
    ClientCheck clientCheck,
    StoreGateway store,
    SessionEvents events,
    ILogger<SessionArrival> logger)
{
    private readonly Once _warningOfTwoCookies = new();

    /// <summary>Decides which session the request has, if any.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cookie">The cookie that carries the token; <see langword="null"/> where the connection may carry none.</param>
    public ValueTask<Arrival> LoadAsync(HttpContext context, SessionCookie? cookie)
    {
        if (cookie is null)
            return ValueTask.FromResult(new Arrival { Outcome = new SessionOutcome { Bar = CreationBar.InsecureTransport } });

        return crossSite.Judge(context, cookie) is { } fault
            ? LoadFromOtherSiteAsync(context, cookie, fault)
            : LoadFromCookieAsync(context, cookie);
    }

    private async ValueTask<Arrival> LoadFromOtherSiteAsync(HttpContext context, SessionCookie cookie, string fault) =>
        await crossSite.IsRefusedAsync(context, cookie, fault)
            ? new Arrival { Outcome = new SessionOutcome { Refusal = StatusCodes.Status403Forbidden } }
            : await LoadFromCookieAsync(context, cookie);

    private ValueTask<Arrival> LoadFromCookieAsync(HttpContext context, SessionCookie cookie)
    {
        switch (cookie.Read(context.Request.Headers, out ReadOnlySpan<char> value))
        {
            case 0:
                return ValueTask.FromResult(default(Arrival));
            case 1:
                return SessionToken.TryParse(value, out SessionToken token)
                    ? LoadFromTokenAsync(context, token)
                    : RejectCookieAsync(context, "malformed");
            default:
                return LoadFromTwoCookiesAsync(context, cookie);
        }
    }

    private async ValueTask<Arrival> LoadFromTwoCookiesAsync(HttpContext context, SessionCookie cookie)
    {
        if (_warningOfTwoCookies.TryTake())
            Log.TwoCookies(logger, cookie.Name);

        SessionToken? chosen;
        switch (CookieChoice.ReadTwo(context, cookie))
        {
            case ({ } left, { } right):
                try
                {
                    chosen = await CookieChoice.ChooseAsync(lifecycle, left, right);
                }
                catch (SecureSessionStoreException)
                {
                    return await HandleStoreFailureAsync(context, new Arrival { Token = left, HasOtherCookie = true });
                }

                break;
            case var (one, other):
                chosen = one ?? other;
                break;
        }

        if (chosen is not { } token)
            return await RejectCookieAsync(context, "duplicate") with { HasOtherCookie = true };

        Arrival arrival = await LoadFromTokenAsync(context, token) with { HasOtherCookie = true };

        // The cookie is set again with the present attributes, so that the other cookie can be deleted. As with a renewal, its secret is
        // looked up again before it is sent.
        return arrival is { Outcome: { IsUnreadable: false, Adopted: { } session } }
            && session.SecretStatus is FindStatus.Current or FindStatus.Pending
            ? arrival with { Outcome = SessionOutcome.Send(session) }
            : arrival;
    }

    private async ValueTask<Arrival> RejectCookieAsync(HttpContext context, string detail)
    {
        await events.RaiseAsync(context, SessionEventType.TokenRejected, id: null, userId: null, detail: detail);
        return default;
    }

    private async ValueTask<Arrival> LoadFromTokenAsync(HttpContext context, SessionToken token)
    {
        bool passive = RequestFacts.IsPassive(context);
        var arrival = new Arrival { Token = token, IsActivity = !passive, Endpoint = context.GetEndpoint() };
        try
        {
            LoadResult result = await lifecycle.LoadAsync(token, passive);
            return result.Session is { IsMarked: true } marked
                ? await ContinueAsync(context, arrival, marked, await principalRefresh.RefreshAsync(context, marked))
                : await ValidateAsync(context, arrival, result);
        }
        catch (SecureSessionStoreException)
        {
            return await HandleStoreFailureAsync(context, arrival);
        }
    }

    private async ValueTask<Arrival> HandleStoreFailureAsync(HttpContext context, Arrival arrival)
    {
        await events.RaiseAsync(context, SessionEventType.LoadFailed, arrival.Token.Id, userId: null, detail: "store");
        return arrival with
        {
            Outcome = new SessionOutcome
            {
                Bar = CreationBar.StoreFailed,
                Refusal = policy.ContinueWithoutStore ? null : StatusCodes.Status503ServiceUnavailable,
            },
        };
    }

    private async ValueTask<Arrival> ValidateAsync(HttpContext context, Arrival arrival, LoadResult result)
    {
        if (result.Session is not { } session || !validation.IsDue(context, session))
            return await AcceptAsync(context, arrival, result);

        LoadResult? validated = await validation.ValidateAsync(context, session);
        return await ContinueAsync(
            context, arrival, session, validated is { } valid ? valid with { Renewed = valid.Renewed || result.Renewed } : null);
    }

    // Refresh and validation fail closed: without an up-to-date principal the request does not run.
    private async ValueTask<Arrival> ContinueAsync(HttpContext context, Arrival arrival, LoadedSession session, LoadResult? refreshed)
    {
        if (refreshed is not { } result)
            return await RevokeAsync(context, arrival, session, default);
        if (result.Status is LoadStatus.Loaded or LoadStatus.Ended)
            return await AcceptAsync(context, arrival, result);

        await events.RaiseAsync(context, SessionEventType.LoadFailed, session.Record.Id, session.Payload.UserId, detail: "refresh");
        return arrival with { Outcome = new SessionOutcome { Refusal = StatusCodes.Status503ServiceUnavailable } };
    }

    private async ValueTask<Arrival> AcceptAsync(HttpContext context, Arrival arrival, LoadResult result)
    {
        if (result.Session is not { } session)
            return await HandleNotLoadedAsync(context, arrival, result);

        ClientVerdict verdict = await clientCheck.JudgeAsync(context, session, arrival.IsActivity);
        if (verdict.Ends)
            return await RevokeAsync(context, arrival, session, verdict);

        session = verdict.Session;
        if (result.Renewed)
            await events.RaiseAsync(context, SessionEventType.Renewed, session.Record.Id, session.Payload.UserId);
        await clientCheck.ReportAsync(context, verdict);
        return arrival with { Outcome = result.SendCookie ? SessionOutcome.Send(session) : SessionOutcome.Adopt(session) };
    }

    /// <summary>
    /// Revokes the session that the request was about to use. If that fails, the request does not run, as with any failure of the store at
    /// load.
    /// </summary>
    private async ValueTask<Arrival> RevokeAsync(HttpContext context, Arrival arrival, LoadedSession session, ClientVerdict verdict)
    {
        SessionId id = session.Record.Id;
        EndResult end = await ending.EndAsync(id, SessionEndReason.Revoked);
        SessionEndReason reason = end.Session?.End?.Reason ?? SessionEndReason.Revoked;

        // Another request has ended the session first and reports it. The browser may have the cookie of another session by now, so no
        // cookie is deleted.
        if (end.Status != EndStatus.Ended)
            return arrival with { Outcome = new SessionOutcome { EndReason = reason, Bar = RequestFacts.DeadTokenBar(context.Request) } };

        await clientCheck.ReportAsync(context, verdict);
        await events.RaiseAsync(context, SessionEventType.Expired, id, session.Payload.UserId, SessionEndReason.Revoked);
        return arrival with { Outcome = new SessionOutcome { EndReason = reason, Cookie = CookieChange.Delete } };
    }

    private async ValueTask<Arrival> HandleNotLoadedAsync(HttpContext context, Arrival arrival, LoadResult result)
    {
        SessionId id = arrival.Token.Id;
        var barred = new SessionOutcome { Bar = RequestFacts.DeadTokenBar(context.Request) };
        switch (result.Status)
        {
            case LoadStatus.Unknown:
                await events.RaiseAsync(context, SessionEventType.TokenRejected, id, userId: null, detail: "unknown");
                return arrival with { IsUnknown = true };
            case LoadStatus.Forged:
                await events.RaiseAsync(context, SessionEventType.TokenRejected, id, userId: null, detail: "forged");
                return arrival;
            case LoadStatus.Spent:
                await events.RaiseAsync(context, SessionEventType.SpentSecretRefused, id, userId: null);
                return arrival with { Outcome = barred };
            case LoadStatus.Reused:
                return arrival with { Outcome = barred with { EndReason = await EndReusedAsync(context, id) } };
            case LoadStatus.Ended:
                return result.End is { } end
                    ? arrival with { Outcome = await AcceptEndedAsync(context, id, end, result.Now, barred) }
                    : arrival with { Outcome = barred };
            case LoadStatus.Undecryptable:
                await EndUndecryptableAsync(context, id);
                return arrival with
                {
                    Outcome = new SessionOutcome { EndReason = SessionEndReason.Undecryptable, Cookie = CookieChange.Delete },
                };
            case LoadStatus.Unreadable:
                await events.RaiseAsync(context, SessionEventType.LoadFailed, id, userId: null, detail: "unknown_format");
                return arrival with { Outcome = SessionOutcome.Adopt(result.Unreadable!) with { IsUnreadable = true } };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<SessionEndReason?> EndReusedAsync(HttpContext context, SessionId id)
    {
        string? userId = null;
        if (policy.EndOnReuse)
        {
            EndResult end = await ending.EndAsync(id, SessionEndReason.SecretReused);
            userId = end.UserId;
            if (end.Status == EndStatus.Ended)
                await events.RaiseAsync(context, SessionEventType.Expired, id, userId, SessionEndReason.SecretReused);
        }

        await events.RaiseAsync(context, SessionEventType.UsedAfterExpire, id, userId, SessionEndReason.SecretReused);
        return policy.EndOnReuse ? SessionEndReason.SecretReused : null;
    }

    private async ValueTask<SessionOutcome> AcceptEndedAsync(
        HttpContext context, SessionId id, SessionEnd end, DateTimeOffset now, SessionOutcome barred)
    {
        // The watch over the deadlines reports the timeout of a user's session when it happens. For other sessions the first request after
        // the timeout reports it.
        bool isWatched = end.UserId is not null && store.ListsUsers;
        if (end.IsTimeout && end.FirstReport && !isWatched)
            await events.RaiseAsync(context, SessionEventType.Expired, id, end.UserId, end.Reason);

        // A sign-out or a new sign-in deleted or replaced the cookie in the browser. If it arrives long after that, it is a copy. The
        // cookie of a revoked session is still in the browser, so its arrival is no alarm.
        bool cookieWasRemoved = end.Reason is SessionEndReason.SignedOut or SessionEndReason.Replaced;
        if (cookieWasRemoved && now >= end.At + policy.LagWindow)
            await events.RaiseAsync(context, SessionEventType.UsedAfterExpire, id, end.UserId, end.Reason);

        SessionOutcome outcome = barred with { EndReason = end.Reason };
        if (!end.LeavesCookie)
            return outcome;

        // The browser still has this cookie, unless another request that also brought it has received a newer one. So a request that
        // replaces the cookie has to claim the right to it first: of two answers only the first one gets it, and a late one does not. An
        // anonymous session that timed out belonged to no user: a fetch of the page may begin a new one.
        bool mayBegin = RequestFacts.IsNavigation(context.Request) || (end is { IsTimeout: true, UserId: null });
        return outcome with { HasStaleCookie = true, Bar = mayBegin ? CreationBar.None : outcome.Bar };
    }

    private async ValueTask EndUndecryptableAsync(HttpContext context, SessionId id)
    {
        EndResult end = await ending.EndAsync(id, SessionEndReason.Undecryptable);
        await events.RaiseAsync(context, SessionEventType.DecryptionFailed, id, end.UserId);
        if (end.Status == EndStatus.Ended)
            await events.RaiseAsync(context, SessionEventType.Expired, id, end.UserId, SessionEndReason.Undecryptable);
    }
}
