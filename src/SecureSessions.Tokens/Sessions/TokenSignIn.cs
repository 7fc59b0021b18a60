using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>
/// A sign-in for a client without cookies: a full sign-in, with limit, signals and lists, which leaves the session of the request's cookie
/// alone.
/// </summary>
internal sealed class TokenSignIn(
    TokenPolicy policy,
    SessionPolicy sessions,
    SessionCreation creation,
    SessionEnding ending,
    SignInLimit limit,
    ClientLookup clients,
    ProviderTokensCheck providerTokens,
    SignInSignals signals,
    AccessTokenIssuer issuer,
    TokenDelivery delivery,
    SessionEvents events,
    TimeProvider timeProvider)
{
    /// <param name="context">The request.</param>
    /// <param name="principal">The user.</param>
    /// <param name="signIn">The client.</param>
    /// <param name="scheme">The authentication scheme of the ticket.</param>
    public async Task<SessionTokens> SignInAsync(
        HttpContext context,
        ClaimsPrincipal principal,
        SessionTokenSignIn signIn,
        string scheme = SessionTokenDefaults.AuthenticationScheme)
    {
        EnsureClient(signIn);
        string audience = signIn.Audience ?? "";
        string target = policy.SelectAudience(signIn.Audience, audience)
            ?? throw new ArgumentException(
                $"The audience '{signIn.Audience}' is none of SessionTokenOptions.Audiences. Name one of them, or none for all.",
                nameof(signIn));
        await issuer.EnsureCanSignAsync();
        (SessionStart start, LoadedSession session, ClientSighting? sighting) =
            await CreateAsync(context, principal, signIn, audience, scheme);
        try
        {
            await signals.ReportAsync(context, session, sighting, changed => session = changed ?? session);
            await limit.EnforceAsync(context, start, replaced: null);
            AccessToken access = await issuer.IssueAsync(context, session, target, "sign_in");
            delivery.Watch(context, session);
            return SessionTokens.Of(session, access);
        }
        catch (SessionEndedException)
        {
            // A signal has refused the sign-in, and has ended the session.
            throw;
        }
        catch
        {
            await delivery.TakeBackAsync(context, session);
            throw;
        }
    }

    private static void EnsureClient(SessionTokenSignIn signIn)
    {
        if (!SessionTokenOptionsValidator.IsClientId(signIn.ClientId))
        {
            throw new ArgumentException(
                $"ClientId is no id of a client. Use 1 to {SessionTokenDefaults.MaxClientIdLength} printable ASCII characters.",
                nameof(signIn));
        }

        if (signIn.ClientName is { Length: > SessionTokenDefaults.MaxClientNameLength })
        {
            throw new ArgumentException(
                $"ClientName has {signIn.ClientName.Length} characters; at most {SessionTokenDefaults.MaxClientNameLength} are allowed.",
                nameof(signIn));
        }
    }

    private async Task<(SessionStart Start, LoadedSession Session, ClientSighting? Sighting)> CreateAsync(
        HttpContext context, ClaimsPrincipal principal, SessionTokenSignIn signIn, string audience, string scheme)
    {
        string userId = SignInFlow.SelectUserId(sessions, principal);
        AuthenticationProperties properties = signIn.Properties ?? new AuthenticationProperties();
        providerTokens.Look(properties);
        var given = new SessionTerms(policy.RefreshIdleTimeout, policy.RefreshAbsoluteTimeout, sessions.MaxSessionsPerUser);
        SessionTerms terms = await SignInLifetime.SelectAsync(
            new SessionLifetimeContext(context, principal, properties, userId, given, signIn.ClientId), sessions, timeProvider.GetUtcNow());
        ClientSighting? sighting = await clients.FindAsync(context);
        try
        {
            DateTimeOffset now = await creation.GetTimeAsync();
            SessionAuthentication authentication = SignInAuthentication.Of(properties, principal, now);
            SessionPayload payload = new TokenGrant(signIn.ClientId, LogText.Neutralise(signIn.ClientName) ?? "", audience).PutInto(
                SessionPayload.Empty with
                {
                    UserId = userId,
                    Ticket = SignInFlow.SerializeTicket(
                        principal,
                        properties,
                        scheme,
                        timeProvider.GetUtcNow(),
                        terms.AbsoluteTimeout,
                        authentication),
                    Authentication = authentication,
                    Clients = sighting is { } client ? [client.ToClient()] : [],
                });

            SessionPayloadTooLargeException.ThrowIfOver(payload, sessions.MaxPayloadBytes);
            SessionStart start = await creation.BeginAsync(
                SessionToken.Create(SecretKind.RefreshToken), payload, now, terms, ProviderSession.Of(principal));
            await limit.EnsureAllowsAsync(context, start, old: null);
            return (start, await CreateAsync(context, start, payload), sighting);
        }
        catch (SecureSessionStoreException)
        {
            // A failed sign-in is reported too (ASVS 16.3.1).
            await events.RaiseAsync(
                context, SessionEventType.CommitFailed, id: null, userId, detail: SessionMetrics.SignInDetail);
            throw;
        }
    }

    private async Task<LoadedSession> CreateAsync(HttpContext context, SessionStart start, SessionPayload payload)
    {
        try
        {
            return await creation.CreateAsync(start, payload);
        }
        catch (SessionLimitException)
        {
            // Newer sign-ins ended this one before it was created. It still ends the sessions that exceeded the limit before it.
            await limit.EnforceAsync(context, start, replaced: null);
            ending.RollBackInBackground(start);
            throw;
        }
        catch
        {
            ending.RollBackInBackground(start);
            throw;
        }
    }
}
