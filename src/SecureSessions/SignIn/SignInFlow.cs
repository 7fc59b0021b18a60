using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Sign-in and sign-out. Both write to the store before they return, and do not wait for the commit.</summary>
internal sealed class SignInFlow(
    SessionPolicy policy,
    RequestSessions sessions,
    SessionCreation creation,
    CrossSiteCheck crossSite,
    SignInLimit limit,
    SignInReplacement replacement,
    ClientLookup clients,
    ProviderTokensCheck providerTokens,
    SignInSignals signals,
    SessionCommit commit,
    SessionEvents events,
    IEnumerable<IPrincipalChangeHandler> changeHandlers,
    TimeProvider timeProvider,
    ILogger<SignInFlow> logger)
{
    private readonly Once _warningOfForeignRedirect = new();

    /// <summary>
    /// Creates a session with a new id and a new secret, and ends the present session (session fixation). If the properties come from the
    /// present session's own ticket, nobody has authenticated: then the present session is changed in place.
    /// </summary>
    /// <param name="request">The request that signs in.</param>
    /// <param name="principal">The user who signs in.</param>
    /// <param name="properties">How the user signed in, and when the session is to end: <see cref="SignInLifetime"/>.</param>
    /// <param name="scheme">The authentication scheme of the ticket.</param>
    public async Task SignInAsync(RequestSession request, ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        try
        {
            await TrySignInAsync(request, principal, properties, scheme);
        }
        catch (SecureSessionStoreException)
        {
            // A failed sign-in is reported too (ASVS 16.3.1).
            await events.RaiseAsync(
                request.Context,
                SessionEventType.CommitFailed,
                id: null,
                policy.UserIdSelector(principal),
                detail: SessionMetrics.SignInDetail);
            throw;
        }
    }

    /// <summary>Ends the session on the server and deletes the cookie. The request's changes are dropped.</summary>
    public static async Task SignOutAsync(RequestSession request)
    {
        request.Session.End();
        request.Apply(new SessionOutcome { IsSignIn = false });
        if (request.Session.State == SessionState.Ending)
        {
            await request.CommitNowAsync();
            return;
        }

        bool deletesCookie = request.HasStaleCookie
            ? await request.TryClaimReplacementAsync()
            : request.IsUnknown && RequestFacts.IsTopLevelOrNotBrowser(request.Context.Request);
        request.Apply(new SessionOutcome { Cookie = deletesCookie ? CookieChange.Delete : CookieChange.DeleteCompanions });
    }

    /// <summary>Logs, once, that a redirect to another host was not followed.</summary>
    public void WarnForeignRedirect()
    {
        if (_warningOfForeignRedirect.TryTake())
            Log.ForeignRedirect(logger);
    }

    private async Task TrySignInAsync(RequestSession request, ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        if (request.Bar == CreationBar.StoreFailed)
        {
            throw new SecureSessionStoreException(
                "The session store failed earlier in this request, so a sign-in is not possible: the session of the request's cookie "
                + "could not be ended. Send the request again.");
        }

        string userId = SelectUserId(policy, principal);
        providerTokens.Look(properties);
        bool isFromTicket = SignInAuthentication.IsFromTicket(properties);
        if (isFromTicket && TryChangeInPlace(request.Session, principal, userId, properties, scheme) is { } before)
        {
            foreach (IPrincipalChangeHandler handler in changeHandlers)
                await handler.OnChangedAsync(request, before, principal);
            return;
        }

        EnsureCookieCanBeSent(request);
        if (request.Session.Stored is null && await crossSite.IsSessionStartRefusedAsync(request.Context))
            throw new CrossSiteRequestException();

        SessionTerms terms = await SelectTermsAsync(request, principal, userId, properties);
        DateTimeOffset now = await creation.GetTimeAsync();
        SessionAuthentication authentication = SignInAuthentication.Of(properties, principal, now);
        byte[] ticket = SerializeTicket(principal, properties, scheme, timeProvider.GetUtcNow(), terms.AbsoluteTimeout, authentication);

        SecureSession session = request.Session;
        LoadedSession? old = session.Stored;
        bool isRefresh = IsRefresh(session.CurrentPayload, userId, authentication, now);
        SessionPayload.StepUp? steppedUp = isRefresh ? session.Changes?.Elevation : null;
        ClientSighting? sighting = await clients.FindAsync(request.Context);
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

        // The size is checked before any session is ended, so that a sign-in that cannot be stored changes nothing.
        SessionPayloadTooLargeException.ThrowIfOver(payload, policy.MaxPayloadBytes);
        SessionStart start = await creation.BeginAsync(
            SessionToken.Create(), payload, now, terms, ProviderSession.Of(principal));
        await limit.EnsureAllowsAsync(request.Context, start, old);
        (LoadedSession created, SessionId? replaced) = await replacement.ReplaceAsync(
            request, old, start, payload, isFromTicket, authenticatesAnew: !isRefresh);
        if (request.HasStaleCookie)
            await request.TryClaimReplacementAsync();
        request.AdoptSignIn(created);
        await signals.ReportAsync(request.Context, created, sighting, adopt: changed => Adopt(request, changed));
        if (steppedUp is not null)
            await commit.RaiseSteppedUpAsync(request.Context, created, steppedUp);
        await limit.EnforceAsync(request.Context, start, replaced);
    }

    /// <summary>
    /// Gives the present session other claims or tokens without an authentication. The session keeps its id, its deadlines and its
    /// authentication. The commit writes the change by compare-and-set, so that a session that ends meanwhile stays ended. Returns the
    /// principal before; <see langword="null"/> for another user or another scheme: then a new session is needed.
    /// </summary>
    /// <exception cref="SessionEndedException">The request has no signed-in session any more.</exception>
    private static ClaimsPrincipal? TryChangeInPlace(
        SecureSession session, ClaimsPrincipal principal, string userId, AuthenticationProperties properties, string scheme)
    {
        if (session.UserId is null)
        {
            throw new SessionEndedException(
                "The properties belong to an earlier session, and its user is not signed in any more. Let the user sign in again, and "
                + "pass new AuthenticationProperties for a new authentication.");
        }

        LoadedSession stored = session.Stored!;
        AuthenticationTicket ticket = TicketChange.Read(stored.Payload);
        if (userId != session.UserId || scheme != ticket.AuthenticationScheme)
            return null;

        AuthenticationProperties kept = properties.Clone();
        SignInLifetime.EnsureUnchanged(ticket.Properties, kept);
        kept.IssuedUtc = ticket.Properties.IssuedUtc;
        kept.ExpiresUtc = ticket.Properties.ExpiresUtc;
        SignInAuthentication.SetForTicket(kept, stored.Payload.Authentication!);
        session.ChangeTicket(TicketChange.Between(ticket, principal, kept));
        return ticket.Principal;
    }

    private static void Adopt(RequestSession request, LoadedSession? changed)
    {
        if (changed is null)
            request.Apply(SessionOutcome.Nothing with { IsSignIn = false, EndReason = SessionEndReason.Revoked });
        else
            request.AdoptSignIn(changed);
    }

    private void EnsureCookieCanBeSent(RequestSession request)
    {
        if (request.Cookie is null)
        {
            sessions.WarnInsecureTransport();
            throw new InvalidOperationException(
                "A sign-in over plain HTTP is not possible: no session cookie is issued there. Serve the app over HTTPS; behind a "
                + "proxy that ends TLS, call UseForwardedHeaders() first and name the proxy in KnownProxies or KnownIPNetworks.");
        }

        if (!request.CanSendCookie)
        {
            throw new InvalidOperationException(
                "The response has started, so no session cookie can be sent any more. Sign in before the first byte of the body is "
                + "written.");
        }
    }

    /// <summary>The user id of a principal that signs in.</summary>
    /// <exception cref="InvalidOperationException">The principal has none, or one that is too long.</exception>
    public static string SelectUserId(SessionPolicy policy, ClaimsPrincipal principal)
    {
        string? userId = policy.UserIdSelector(principal);
        if (string.IsNullOrEmpty(userId))
        {
            throw new InvalidOperationException(
                $"The principal has no user id: neither a claim '{ClaimTypes.NameIdentifier}' nor 'sub'. Add one, or set "
                + "SecureSessionOptions.UserIdSelector.");
        }

        return SessionPayloadCodec.SizeOf(userId) <= SecureSessionDefaults.MaxUserIdBytes
            ? userId
            : throw new InvalidOperationException(
                $"The user id has {userId.Length} characters; at most {SecureSessionDefaults.MaxUserIdBytes} bytes are allowed. Select a "
                + "shorter one by SecureSessionOptions.UserIdSelector.");
    }

    // A refresh is a sign-in by the same authentication with other claims: a step-up, or the demand for one, stays. A provider that
    // confirms an old authentication without a prompt (single sign-on) makes a refresh too.
    private static bool IsRefresh(SessionPayload present, string userId, SessionAuthentication authentication, DateTimeOffset now) =>
        userId == present.UserId && authentication.At < now && authentication.At <= present.Authentication?.At;

    /// <summary>The ticket that a new session keeps.</summary>
    /// <remarks>
    /// As with the cookie handler, the ticket keeps when the session began and when it ends: an app that signs the same user in again with
    /// these properties (RefreshSignInAsync) refreshes claims, and moves no absolute deadline. The ticket keeps the authentication for the
    /// same reason.
    /// </remarks>
    public static byte[] SerializeTicket(
        ClaimsPrincipal principal,
        AuthenticationProperties properties,
        string scheme,
        DateTimeOffset now,
        TimeSpan absolute,
        SessionAuthentication authentication)
    {
        AuthenticationProperties kept = properties.Clone();
        kept.IssuedUtc ??= now;
        kept.ExpiresUtc = now + absolute;
        SignInAuthentication.SetForTicket(kept, authentication);
        return TicketCodec.Write(new AuthenticationTicket(principal, kept, scheme));
    }

    private ValueTask<SessionTerms> SelectTermsAsync(
        RequestSession request, ClaimsPrincipal principal, string userId, AuthenticationProperties properties)
    {
        (TimeSpan idle, TimeSpan absolute) = properties.IsPersistent
            ? (policy.RememberedIdleTimeout, policy.RememberedAbsoluteTimeout)
            : (policy.IdleTimeout, policy.AbsoluteTimeout);
        var lifetime = new SessionLifetimeContext(
            request.Context, principal, properties, userId, new SessionTerms(idle, absolute, policy.MaxSessionsPerUser));
        return SignInLifetime.SelectAsync(lifetime, policy, timeProvider.GetUtcNow());
    }
}
