using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

// Sign-in and sign-out. Both write at once: when they return, it is done.
internal sealed partial class SessionExchange
{
    private LoadedSession? _signedIn;

    /// <summary>
    /// A full authentication: a new session with a new id and a new secret, and the old one ended. With the properties of the present session's
    /// own ticket it is none: then that session is changed in place.
    /// </summary>
    /// <param name="principal">Who signs in.</param>
    /// <param name="properties">How, and until when: <see cref="SignInLifetime"/>.</param>
    /// <param name="scheme">By which scheme.</param>
    public async Task SignInAsync(ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        if (_bar == CreationBar.StoreFailed)
            throw new SecureSessionStoreException("The session store failed earlier in this request, so that nobody can sign in: the session that the request brought could not be ended.");

        string userId = SelectUserId(principal);
        bool isHeld = SignInAuthentication.IsHeld(properties);
        if (isHeld && TryRefreshSignIn(principal, userId, properties, scheme))
            return;

        EnsureCookieCanBeSent();
        if (await IsBarredFromBeginningAsync())
            throw new CrossSiteRequestException();

        (TimeSpan idle, TimeSpan absolute) = await SelectLifetimeAsync(principal, userId, properties);
        DateTimeOffset now = await _services.Lifecycle.GetTimeAsync();
        SessionAuthentication authentication = SignInAuthentication.Of(properties, principal, now);
        byte[] ticket = SerializeTicket(principal, properties, scheme, absolute, authentication);

        LoadedSession? old = _session.Stored;
        bool isRefresh = IsRefresh(userId, authentication, now);
        SessionElevation? steppedUp = isRefresh ? _session.Changes?.Elevation : null;
        ClientSighting? sighting = _services.Policy.KeepClientInfo && ClientSighting.Of(_context) is { IsNothing: false } seen ? seen : null;
        var payload = new SessionPayload
        {
            UserId = userId,
            Ticket = ticket,
            PersistentCookie = properties.IsPersistent,
            Authentication = authentication,
            Elevation = isRefresh ? _session.CurrentPayload.Elevation : null,
            NeedsStepUp = isRefresh && _session.CurrentPayload.NeedsStepUp,
            Clients = sighting is { } client ? [client.ToClient()] : [],
            Values = SelectValues(old, userId, _session.CurrentValues),
        };

        // Looked at before anything is ended, so that a sign-in that cannot be stored leaves everything as it was.
        _services.Lifecycle.EnsureFits(payload);
        SessionStart start = await _services.Lifecycle.BeginAsync(SessionToken.Create(), payload, now, idle, absolute);
        await EnsureLimitAllowsAsync(start, old);
        (LoadedSession created, SessionId? replaced) = await CreateInPlaceOfAsync(old, start, payload, isHeld);
        if (_leftBehind)
            await TrySucceedAsync();
        _leftBehind = false;
        _session.EndReason = null;
        _bar = CreationBar.None;
        AdoptSignIn(created);
        await ReportSignInAsync(created, sighting);
        if (steppedUp is not null)
            await RaiseSteppedUpAsync(created, steppedUp);
        await HoldLimitAsync(start, replaced);
    }

    /// <summary>
    /// Gives the present session other claims or tokens, where nobody authenticated: it keeps its id, its deadlines and its authentication.
    /// Written when the response starts, by compare-and-set, so that what ended meanwhile stays ended. A sign-in that is more than that is left
    /// to the caller.
    /// </summary>
    /// <exception cref="SessionEndedException">The session of the properties is no more.</exception>
    private bool TryRefreshSignIn(ClaimsPrincipal principal, string userId, AuthenticationProperties properties, string scheme)
    {
        if (_session.UserId is null)
        {
            throw new SessionEndedException(
                "Nobody is signed in any more, and the properties of an earlier session authenticate nobody. Let the user sign in again; a sign-in by a new authentication takes new AuthenticationProperties.");
        }

        LoadedSession stored = _session.Stored!;
        AuthenticationTicket ticket = TicketChange.Read(stored.Payload);
        if (userId != _session.UserId || scheme != ticket.AuthenticationScheme)
            return false;

        AuthenticationProperties kept = properties.Clone();
        SignInLifetime.EnsureUnchanged(ticket.Properties, kept);
        kept.IssuedUtc = ticket.Properties.IssuedUtc;
        kept.ExpiresUtc = ticket.Properties.ExpiresUtc;
        SignInAuthentication.Hold(kept, stored.Payload.Authentication!);
        _session.ChangeTicket(TicketChange.Between(ticket, principal, kept));
        return true;
    }

    private void AdoptSignIn(LoadedSession session)
    {
        _session.Adopt(session);
        _signedIn = session;
        _answerCookie.Send(session);
        LeaveTicket(session, session.Token);
    }

    /// <summary>Ends the session on the server and deletes the cookie; what the request changed is dropped.</summary>
    public async Task SignOutAsync()
    {
        _session.End();
        _signedIn = null;
        if (_session.State == SessionState.Ending)
            await CommitNowAsync();
        else if (_leftBehind ? await TrySucceedAsync() : _isNobodys && IsAwaited)
            _answerCookie.Delete();
    }

    /// <summary>Nobody may be told that they are signed out while the session of their cookie lives on.</summary>
    public void EnsureCanEnd()
    {
        if (_bar == CreationBar.StoreFailed)
            throw new SecureSessionStoreException("The session store failed earlier in this request, so that nobody can sign out: the session that the request brought could not be ended. Try again.");
    }

    private void EnsureCookieCanBeSent()
    {
        if (_cookie is null)
        {
            _services.WarnInsecureTransport();
            throw new InvalidOperationException(
                "Nobody can sign in over plain HTTP: no session cookie is issued there. Serve the app over HTTPS; behind a proxy that ends TLS, call UseForwardedHeaders() first and name the proxy in KnownProxies or KnownIPNetworks.");
        }

        if (_phase != Phase.Open || _context.Response.HasStarted)
            throw new InvalidOperationException("The response has started, so that no session cookie can be sent any more. Sign in before the first byte of the body is written.");
    }

    private string SelectUserId(ClaimsPrincipal principal)
    {
        string? userId = _services.Policy.UserIdSelector(principal);
        if (string.IsNullOrEmpty(userId))
        {
            throw new InvalidOperationException(
                $"The principal has no user id: neither a claim '{ClaimTypes.NameIdentifier}' nor 'sub'. Add one, or set SecureSessionOptions.UserIdSelector.");
        }

        return SessionPayloadCodec.SizeOf(userId) <= SecureSessionDefaults.MaxUserIdBytes
            ? userId
            : throw new InvalidOperationException($"The user id has {userId.Length} characters; at most {SecureSessionDefaults.MaxUserIdBytes} bytes are allowed.");
    }

    // The same authentication as before, with other claims: what came of it since goes on. What a provider says anew of an old authentication
    // (single sign-on without a prompt) is no more than that either.
    private bool IsRefresh(string userId, SessionAuthentication authentication, DateTimeOffset now) =>
        userId == _session.CurrentPayload.UserId && authentication.At < now && authentication.At <= _session.CurrentPayload.Authentication?.At;

    // As the cookie handler does, it says since when and until when: whoever signs the same user in again with the properties of the last
    // time (RefreshSignInAsync) refreshes claims, and does not move the absolute deadline. The same goes for how the user signed in.
    private byte[] SerializeTicket(
        ClaimsPrincipal principal, AuthenticationProperties properties, string scheme, TimeSpan absolute, SessionAuthentication authentication)
    {
        DateTimeOffset now = _services.TimeProvider.GetUtcNow();
        AuthenticationProperties kept = properties.Clone();
        kept.IssuedUtc ??= now;
        kept.ExpiresUtc = now + absolute;
        SignInAuthentication.Hold(kept, authentication);
        return TicketSerializer.Default.Serialize(new AuthenticationTicket(principal, kept, scheme));
    }

    private ValueTask<(TimeSpan Idle, TimeSpan Absolute)> SelectLifetimeAsync(ClaimsPrincipal principal, string userId, AuthenticationProperties properties)
    {
        SessionPolicy policy = _services.Policy;
        var lifetime = new SessionLifetimeContext(_context, principal, properties, userId, policy.IdleTimeout, policy.AbsoluteTimeout);
        return SignInLifetime.SelectAsync(lifetime, policy, _services.TimeProvider.GetUtcNow());
    }

    /// <summary>The values that move along: those of an anonymous session, and those of the same user's.</summary>
    private IReadOnlyDictionary<string, ReadOnlyMemory<byte>> SelectValues(
        LoadedSession? old, string userId, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        SessionPolicy policy = _services.Policy;
        return policy.KeepValuesOnSignIn && (old is null || old.IsAnonymous || old.Payload.UserId == userId)
            ? values.Where(value => policy.KeepValueOnSignIn(value.Key)).ToDictionary(StringComparer.Ordinal)
            : SessionPayload.Empty.Values;
    }

    /// <param name="wait">Not after a failure of the store: the answer must not wait for it again.</param>
    private async ValueTask TakeSignInBackAsync(bool wait)
    {
        if (_signedIn is not { } session)
            return;

        _signedIn = null;
        _session.Forget();
        _answerCookie.Forget();
        Task<bool> end = _services.Lifecycle.TakeBackAsync(session.Record.Id, session.Payload.UserId).AsTask();

        // If somebody else has ended it meanwhile, they have told of it.
        if (wait && await end)
            return;
        await RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Undelivered);
    }
}
