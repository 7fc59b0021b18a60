using Microsoft.AspNetCore.Http;

namespace SecureSessions;

// Request: cookie -> token -> session.
internal sealed partial class SessionExchange
{
    private CreationBar _bar;
    private bool _leftBehind;
    private bool _isNobodys;
    private bool _loadedAsActive;
    private Endpoint? _endpointAtLoad;
    private LoadedSession? _renewed;

    private ValueTask<SessionExchange> LoadAsync()
    {
        if (_cookie is null)
        {
            _bar = CreationBar.InsecureTransport;
            return ValueTask.FromResult(this);
        }

        CrossSiteVerdict verdict = JudgeSite();
        return verdict == CrossSiteVerdict.Allowed ? LoadFromCookieAsync() : RefuseSiteAsync(verdict);
    }

    private ValueTask<SessionExchange> LoadFromCookieAsync()
    {
        switch (_cookie!.Read(_context.Request.Headers, out ReadOnlySpan<char> value))
        {
            case CookieReadStatus.Absent:
                return ValueTask.FromResult(this);
            case CookieReadStatus.Duplicate or CookieReadStatus.Many:
                return LoadFromTwoAsync();
            case CookieReadStatus.Single:
                return SessionToken.TryParse(value, out SessionToken token) ? LoadAsync(token) : RejectAsync("malformed");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<SessionExchange> LoadAsync(SessionToken token)
    {
        bool passive = IsPassive(_context);
        _arrived = token;
        _loadedAsActive = !passive;
        _endpointAtLoad = _context.GetEndpoint();
        try
        {
            LoadResult result = await _services.Lifecycle.LoadAsync(token, passive);
            await (result.Session is { IsMarked: true } marked ? AcceptMarkedAsync(marked) : AcceptAsync(token.Id, result));
        }
        catch (SecureSessionStoreException)
        {
            await GoOnWithoutStoreAsync(token.Id);
        }

        return this;
    }

    private async ValueTask GoOnWithoutStoreAsync(SessionId id)
    {
        await RaiseAsync(SessionEventType.LoadFailed, id, null, detail: "store");
        if (!_services.Policy.ContinueWithoutStore)
            RefusedWith = StatusCodes.Status503ServiceUnavailable;
        _session.IsAvailable = false;
        _bar = CreationBar.StoreFailed;
    }

    private ValueTask AcceptAsync(SessionId id, LoadResult result)
    {
        switch (result.Status)
        {
            case LoadStatus.Loaded:
                return AcceptLoadedAsync(result);
            case LoadStatus.Unknown:
                _isNobodys = true;
                return RaiseAsync(SessionEventType.TokenRejected, id, null, detail: "unknown");
            case LoadStatus.Forged:
                return RaiseAsync(SessionEventType.TokenRejected, id, null, detail: "forged");
            case LoadStatus.Spent:
                BarUnlessNavigating();
                return RaiseAsync(SessionEventType.SpentSecretRefused, id, null);
            case LoadStatus.Reused:
                BarUnlessNavigating();
                return AcceptReusedAsync(id);
            case LoadStatus.Ended:
                return AcceptEndedAsync(id, result);
            case LoadStatus.Undecryptable:
                return AcceptUndecryptableAsync(id);
            case LoadStatus.Unreadable:
                _session.AdoptUnreadable(result.Unreadable!);
                return RaiseAsync(SessionEventType.LoadFailed, id, null, detail: "unknown_format");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private ValueTask AdoptLoadedAsync(LoadResult result)
    {
        LoadedSession session = result.Session!;
        _session.Adopt(session);
        if (!_loadedAsActive)
            LeaveTicket(session, _arrived);
        if (result.SendCookie)
        {
            _renewed = session;
            _answerCookie.Send(session);
        }

        return result.Renewed ? RaiseAsync(SessionEventType.Renewed, session.Record.Id, session.Payload.UserId) : ValueTask.CompletedTask;
    }

    private async ValueTask AcceptReusedAsync(SessionId id)
    {
        string? userId = null;
        if (_services.Policy.EndOnReuse)
        {
            EndResult end = await _services.Lifecycle.EndAsync(id, SessionEndReason.SecretReused);
            userId = end.UserId;
            _session.EndReason = SessionEndReason.SecretReused;
            if (end.Status == EndStatus.Ended)
                await RaiseAsync(SessionEventType.Expired, id, userId, SessionEndReason.SecretReused);
        }

        await RaiseAsync(SessionEventType.UsedAfterExpire, id, userId, SessionEndReason.SecretReused);
    }

    private async ValueTask AcceptEndedAsync(SessionId id, LoadResult result)
    {
        BarUnlessNavigating();
        if (result.End is not { } end)
            return;

        _session.EndReason = end.Reason;
        if (end.LeavesCookie)
            AcceptLeftBehind(end);

        // The timeout of a user's session is reported when it happens, by those who watch the deadlines; nobody watches the others.
        bool isWatched = end.UserId is not null && _services.Lifecycle.ListsUsers;
        if (end.IsTimeout && end.FirstReport && !isWatched)
            await RaiseAsync(SessionEventType.Expired, id, end.UserId, end.Reason);

        // This browser was told to drop the cookie when it signed out or signed in anew. Long after that only a copy can still be in use. A
        // session that was ended from elsewhere is different: its cookie is still in the browser, and its arrival is no alarm.
        bool cookieWasTakenBack = end.Reason is SessionEndReason.SignedOut or SessionEndReason.Replaced;
        if (cookieWasTakenBack && result.Now >= end.At + _services.Policy.LagWindow)
            await RaiseAsync(SessionEventType.UsedAfterExpire, id, end.UserId, end.Reason);
    }

    /// <summary>
    /// The cookie is in the browser still, or a newer one came by a request that brought this one too. So whoever takes the place of the session
    /// takes the right to it (<see cref="TrySucceedAsync"/>): of a late answer and a newer one, the late one does not get it.
    /// </summary>
    private void AcceptLeftBehind(SessionEnd end)
    {
        _leftBehind = true;

        // An anonymous session that timed out was nobody's: what a script of the page writes begins a new one.
        if (IsNavigation || (end is { IsTimeout: true, UserId: null }))
            _bar = CreationBar.None;
        ShowLeftBehind();
    }

    // The caches must know of a deletion before it is decided.
    private void ShowLeftBehind()
    {
        if (_leftBehind && IsNavigation)
            _answerCookie.ShowDeletion();
    }

    private ValueTask<bool> TrySucceedAsync() => _services.Lifecycle.TrySucceedAsync(_arrived.Id);

    /// <summary>
    /// Deletes a cookie that was left behind, with the page that a navigation was for: the redirects before it leave it, so that the page can be
    /// told why the session ended.
    /// </summary>
    private async ValueTask DeleteLeftBehindAsync()
    {
        if (_leftBehind && IsNavigation && _answerCookie.IsUndecided && _context.Response.StatusCode is >= 200 and < 300 && await TrySucceedAsync())
            _answerCookie.Delete();
    }

    private async ValueTask AcceptUndecryptableAsync(SessionId id)
    {
        EndResult end = await _services.Lifecycle.EndAsync(id, SessionEndReason.Undecryptable);
        _session.EndReason = SessionEndReason.Undecryptable;
        _answerCookie.Delete();
        await RaiseAsync(SessionEventType.DecryptionFailed, id, end.UserId);
        if (end.Status == EndStatus.Ended)
            await RaiseAsync(SessionEventType.Expired, id, end.UserId, SessionEndReason.Undecryptable);
    }

    /// <summary>Ends the session that the request was about to be let into; reports whether that was done here.</summary>
    private async ValueTask<bool> TryRevokeAsync(LoadedSession session)
    {
        EndResult end = await _services.Lifecycle.EndAsync(session.Record.Id, SessionEndReason.Revoked);
        _session.EndReason = end.Session?.End?.Reason ?? SessionEndReason.Revoked;
        if (end.Status == EndStatus.Ended)
        {
            _answerCookie.Delete();
            return true;
        }

        // It was overtaken: whoever ended it tells of it, and by now the jar may hold the cookie of another session.
        BarUnlessNavigating();
        return false;
    }

    private async ValueTask<SessionExchange> RejectAsync(string detail)
    {
        await RaiseAsync(SessionEventType.TokenRejected, null, null, detail: detail);
        return this;
    }

    // A browser that is navigating waits for this very answer; a fetch of an old page does not know what the jar holds by now. Clients that
    // send no Fetch Metadata are no current browsers.
    private void BarUnlessNavigating()
    {
        if (!IsAwaited)
            _bar = CreationBar.DeadToken;
    }

    /// <summary>Whether the browser shows the answer as its page, or the client is none that a newer cookie could have come to meanwhile.</summary>
    private bool IsAwaited => _context.Request.Headers["Sec-Fetch-Mode"] is { Count: 0 } || (IsNavigation && _context.Request.Headers["Sec-Fetch-Dest"] == "document");

    /// <summary>Whether the answer is a page, in a window or in a frame.</summary>
    private bool IsNavigation => _context.Request.Headers["Sec-Fetch-Mode"] == "navigate";

    /// <summary>Whether the endpoint says that it needs no session.</summary>
    public static bool IsWithoutSession(HttpContext context) => IsMarked(context, SessionMarks.WithoutSession);

    // Connections, reconnections and polls of a hub are made by the page's script, not by its user.
    private static bool IsPassive(HttpContext context) => IsMarked(context, SessionMarks.Passive) || ConnectionTicket.IsForHub(context);

    private static bool IsMarked(HttpContext context, SessionMarks mark) =>
        context.GetEndpoint()?.Metadata.GetOrderedMetadata<SessionMarks>() is { Count: > 0 } marks && marks.Contains(mark);

    private void WarnIfMarkWasInvisible()
    {
        if (_loadedAsActive && _context.GetEndpoint() != _endpointAtLoad && (IsPassive(_context) || IsWithoutSession(_context)))
            _services.WarnMarkInvisible(_context.Request.Path);
    }
}
