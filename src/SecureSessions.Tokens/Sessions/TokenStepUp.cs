using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>A further authentication within the session of a client without cookies.</summary>
internal sealed class TokenStepUp(
    TokenPolicy policy,
    SessionPolicy sessions,
    TokenArrivals arrivals,
    TokenChecks checks,
    TokenRefusals refusals,
    SessionVault vault,
    AccessTokenIssuer issuer,
    SessionEvents events)
{
    private const int MaxAttempts = 64;

    /// <exception cref="ArgumentException">There is no method, or the methods and the level are too long.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the tokens before are still good is unknown.</exception>
    public async Task<SessionTokenResult> StepUpAsync(HttpContext context, string text, IEnumerable<string> methods, string? level)
    {
        // Checked before the token is looked at. The time is that of the store, which is not known yet.
        var authentication = SessionAuthentication.CreateStepUp(DateTimeOffset.UnixEpoch, methods, level);
        if (!SessionToken.TryParseRefreshToken(text, out SessionToken token))
        {
            await refusals.RejectAsync(context, id: null, "malformed");
            return SessionTokenResult.InvalidGrant;
        }

        await issuer.EnsureCanSignAsync();
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            TokenArrival arrival = await arrivals.LoadAsync(token, attempt == 0 ? FindMode.Active : FindMode.Passive);
            if (arrival is not { Session: { } found, Grant: { } grant })
            {
                await refusals.RefuseAsync(context, token.Id, arrival);
                return SessionTokenResult.InvalidGrant;
            }

            if (await checks.CheckAsync(context, found) is not { } session)
                return SessionTokenResult.InvalidGrant;
            if (await vault.TryWriteAsync(session, ToUpdate(session, grant, authentication)) is { } steppedUp)
                return await AnswerAsync(context, steppedUp, grant);
        }

        throw new SecureSessionStoreException("Other requests kept changing the session. Send the request again.");
    }

    private SessionUpdate ToUpdate(LoadedSession session, TokenGrant grant, SessionAuthentication authentication)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now.ToUnixTimeMilliseconds());
        SessionPayload payload = (grant with { RotatedAt = null, ReplacedSince = null }).PutInto(session.Payload) with
        {
            Elevation = SessionPayload.StepUp.For(
                authentication with { At = now }, sessions.StepUpLifetime, session.Record.AbsoluteExpiresAt),
            NeedsStepUp = false,
        };
        SessionPayloadTooLargeException.ThrowIfOver(payload, sessions.MaxPayloadBytes);
        return SessionUpdate.Regeneration(payload, session.Token.WithNewSecret()) with { ChangesLabel = true };
    }

    private async Task<SessionTokenResult> AnswerAsync(HttpContext context, LoadedSession session, TokenGrant grant)
    {
        (SessionId id, string? userId) = (session.Record.Id, session.Payload.UserId);
        await events.RaiseAsync(context, SessionEventType.Regenerated, id, userId);
        await events.RaiseAsync(
            context, SessionEventType.SteppedUp, id, userId, detail: session.Payload.Elevation!.Authentication.Level);
        AccessToken access = await issuer.IssueAsync(
            context, session, policy.SelectAudience(asked: null, grant.Audience)!, "step_up");
        return SessionTokenResult.Of(new SessionTokens(id, access, session.Token.ToRefreshToken()));
    }
}
