using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Sign-in and sign-out. Both write at once: when they return, it is done.</summary>
internal sealed class SignInFlow(
    SessionPolicy policy,
    RequestSessions sessions,
    SessionLifecycle lifecycle,
    SessionCreation creation,
    CrossSiteCheck crossSite,
    SignInLimit limit,
    SignInReplacement replacement,
    SignInSignals signals,
    SessionCommit commit,
    SessionEvents events,
    TimeProvider timeProvider,
    ILogger<SignInFlow> logger)
{
    private int _saidForeignRedirect;

    /// <summary>
    /// A full authentication: a new session with a new id and a new secret, and the old one ended. With the properties of the present session's
    /// own ticket it is none: then that session is changed in place.
    /// </summary>
    /// <param name="request">The request that signs in.</param>
    /// <param name="principal">Who signs in.</param>
    /// <param name="properties">How, and until when: <see cref="SignInLifetime"/>.</param>
    /// <param name="scheme">By which scheme.</param>
    public async Task SignInAsync(RequestSession request, ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        try
        {
            await TrySignInAsync(request, principal, properties, scheme);
        }
        catch (SecureSessionStoreException)
        {
            // A sign-in that fails leaves a trail too (ASVS 16.3.1).
            await events.RaiseAsync(
                request.Context, SessionEventType.CommitFailed, id: null, policy.UserIdSelector(principal), detail: SessionMetrics.SignInDetail);
            throw;
        }
    }

    /// <summary>Ends the session on the server and deletes the cookie; what the request changed is dropped.</summary>
    public static async Task SignOutAsync(RequestSession request)
    {
        request.Session.End();
        request.Apply(new SessionOutcome { IsSignIn = false });
        if (request.Session.State == SessionState.Ending)
            await request.CommitNowAsync();
        else if (request.IsLeftBehind ? await request.TrySucceedAsync() : request.IsUnknown && RequestFacts.IsAwaited(request.Context.Request))
            request.Apply(new SessionOutcome { Cookie = CookieChange.Delete });
    }

    /// <summary>Logs, once, that an answer was to go on to another host and does not.</summary>
    public void WarnForeignRedirect()
    {
        if (Interlocked.Exchange(ref _saidForeignRedirect, 1) == 0)
            Log.ForeignRedirect(logger);
    }

    private async Task TrySignInAsync(RequestSession request, ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        if (request.Bar == CreationBar.StoreFailed)
            throw new SecureSessionStoreException("The session store failed earlier in this request, so that nobody can sign in: the session that the request brought could not be ended.");

        string userId = SelectUserId(principal);
        bool isHeld = SignInAuthentication.IsHeld(properties);
        if (isHeld && TryChangeInPlace(request.Session, principal, userId, properties, scheme))
            return;

        EnsureCookieCanBeSent(request);
        if (request.Session.Stored is null && await crossSite.IsBarredFromBeginningAsync(request.Context))
            throw new CrossSiteRequestException();

        (TimeSpan idle, TimeSpan absolute) = await SelectLifetimeAsync(request, principal, userId, properties);
        DateTimeOffset now = await creation.GetTimeAsync();
        SessionAuthentication authentication = SignInAuthentication.Of(properties, principal, now);
        byte[] ticket = SerializeTicket(principal, properties, scheme, timeProvider.GetUtcNow(), absolute, authentication);

        SecureSession session = request.Session;
        LoadedSession? old = session.Stored;
        bool isRefresh = IsRefresh(session.CurrentPayload, userId, authentication, now);
        SessionPayload.StepUp? steppedUp = isRefresh ? session.Changes?.Elevation : null;
        ClientSighting? sighting = policy.KeepClientInfo && ClientSighting.Of(request.Context) is { IsNothing: false } seen ? seen : null;
        var payload = new SessionPayload
        {
            UserId = userId,
            Ticket = ticket,
            PersistentCookie = properties.IsPersistent,
            Authentication = authentication,
            Elevation = isRefresh ? session.CurrentPayload.Elevation : null,
            NeedsStepUp = isRefresh && session.CurrentPayload.NeedsStepUp,
            Clients = sighting is { } client ? [client.ToClient()] : [],
            Values = replacement.SelectValues(old, userId, session.CurrentValues),
        };

        // Looked at before anything is ended, so that a sign-in that cannot be stored leaves everything as it was.
        lifecycle.EnsureFits(payload);
        SessionStart start = await creation.BeginAsync(SessionToken.Create(), payload, now, idle, absolute);
        await limit.EnsureAllowsAsync(request, start, old);
        (LoadedSession created, SessionId? replaced) = await replacement.CreateInPlaceOfAsync(request, old, start, payload, isHeld);
        if (request.IsLeftBehind)
            await request.TrySucceedAsync();
        request.AdoptSignIn(created);
        await signals.ReportAsync(request, created, sighting);
        if (steppedUp is not null)
            await commit.RaiseSteppedUpAsync(request, created, steppedUp);
        await limit.EnforceAsync(request, start, replaced);
    }

    /// <summary>
    /// Gives the present session other claims or tokens, where nobody authenticated: it keeps its id, its deadlines and its authentication.
    /// Written when the response starts, by compare-and-set, so that what ended meanwhile stays ended. A sign-in that is more than that is left
    /// to the caller.
    /// </summary>
    /// <exception cref="SessionEndedException">The session of the properties is no more.</exception>
    private static bool TryChangeInPlace(SecureSession session, ClaimsPrincipal principal, string userId, AuthenticationProperties properties, string scheme)
    {
        if (session.UserId is null)
        {
            throw new SessionEndedException(
                "Nobody is signed in any more, and the properties of an earlier session authenticate nobody. Let the user sign in again; a sign-in by a new authentication takes new AuthenticationProperties.");
        }

        LoadedSession stored = session.Stored!;
        AuthenticationTicket ticket = TicketChange.Read(stored.Payload);
        if (userId != session.UserId || scheme != ticket.AuthenticationScheme)
            return false;

        AuthenticationProperties kept = properties.Clone();
        SignInLifetime.EnsureUnchanged(ticket.Properties, kept);
        kept.IssuedUtc = ticket.Properties.IssuedUtc;
        kept.ExpiresUtc = ticket.Properties.ExpiresUtc;
        SignInAuthentication.Hold(kept, stored.Payload.Authentication!);
        session.ChangeTicket(TicketChange.Between(ticket, principal, kept));
        return true;
    }

    private void EnsureCookieCanBeSent(RequestSession request)
    {
        if (request.Cookie is null)
        {
            sessions.WarnInsecureTransport();
            throw new InvalidOperationException(
                "Nobody can sign in over plain HTTP: no session cookie is issued there. Serve the app over HTTPS; behind a proxy that ends TLS, call UseForwardedHeaders() first and name the proxy in KnownProxies or KnownIPNetworks.");
        }

        if (!request.CanSendCookie)
            throw new InvalidOperationException("The response has started, so that no session cookie can be sent any more. Sign in before the first byte of the body is written.");
    }

    private string SelectUserId(ClaimsPrincipal principal)
    {
        string? userId = policy.UserIdSelector(principal);
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
    private static bool IsRefresh(SessionPayload present, string userId, SessionAuthentication authentication, DateTimeOffset now) =>
        userId == present.UserId && authentication.At < now && authentication.At <= present.Authentication?.At;

    // As the cookie handler does, it says since when and until when: whoever signs the same user in again with the properties of the last
    // time (RefreshSignInAsync) refreshes claims, and does not move the absolute deadline. The same goes for how the user signed in.
    private static byte[] SerializeTicket(
        ClaimsPrincipal principal, AuthenticationProperties properties, string scheme, DateTimeOffset now, TimeSpan absolute, SessionAuthentication authentication)
    {
        AuthenticationProperties kept = properties.Clone();
        kept.IssuedUtc ??= now;
        kept.ExpiresUtc = now + absolute;
        SignInAuthentication.Hold(kept, authentication);
        return TicketSerializer.Default.Serialize(new AuthenticationTicket(principal, kept, scheme));
    }

    private ValueTask<(TimeSpan Idle, TimeSpan Absolute)> SelectLifetimeAsync(
        RequestSession request, ClaimsPrincipal principal, string userId, AuthenticationProperties properties)
    {
        var lifetime = new SessionLifetimeContext(request.Context, principal, properties, userId, policy.IdleTimeout, policy.AbsoluteTimeout);
        return SignInLifetime.SelectAsync(lifetime, policy, timeProvider.GetUtcNow());
    }
}
