using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureSessions.Tokens;

/// <summary>Answers a refresh: the token that was presented, rotated if it is due.</summary>
internal sealed class TokenRefresh(
    TokenPolicy policy,
    TokenArrivals arrivals,
    TokenChecks checks,
    TokenRefusals refusals,
    SessionVault vault,
    SessionOpener opener,
    AccessTokenIssuer issuer,
    ILogger<TokenRefresh> logger)
{
    // Each attempt after the first one follows a write of another request.
    private const int MaxAttempts = 64;

    /// <exception cref="SecureSessionStoreException">The store failed. The token is as good as before.</exception>
    public async Task<SessionTokenResult> RefreshAsync(HttpContext context, string text, string? clientId, string? audience)
    {
        if (!SessionToken.TryParseRefreshToken(text, out SessionToken token))
        {
            await refusals.RejectAsync(context, id: null, "malformed");
            return SessionTokenResult.InvalidGrant;
        }

        await issuer.EnsureCanSignAsync();
        (SessionTokenResult? refusal, LoadedSession? session) = await RotateAsync(context, token, clientId, audience);
        if (session is null)
            return refusal!;

        string target = policy.SelectAudience(audience, TokenGrant.Of(session.Payload)!.Audience)!;
        AccessToken access = await issuer.IssueAsync(context, session, target, "refresh");
        return SessionTokenResult.Of(new SessionTokens(session.Record.Id, access, session.Token.ToRefreshToken()));
    }

    /// <summary>
    /// Judges a token and rotates it if it is due. The session that is returned has the secret that the client is to have.
    /// </summary>
    internal async ValueTask<(SessionTokenResult? Refusal, LoadedSession? Session)> RotateAsync(
        HttpContext context, SessionToken token, string? clientId, string? audience)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // A second look is no second activity.
            TokenArrival arrival = await arrivals.LoadAsync(token, attempt == 0 ? FindMode.Active : FindMode.Passive);
            if (arrival is not { Session: { } found, Grant: { } grant })
            {
                await refusals.RefuseAsync(context, token.Id, arrival);
                return (SessionTokenResult.InvalidGrant, null);
            }

            if (clientId is not null && clientId != grant.ClientId)
            {
                await refusals.RejectAsync(context, token.Id, "other_client");
                return (SessionTokenResult.InvalidGrant, null);
            }

            if (policy.SelectAudience(audience, grant.Audience) is null)
                return (SessionTokenResult.InvalidTarget, null);
            if (await checks.CheckAsync(context, found) is not { } session)
                return (SessionTokenResult.InvalidGrant, null);

            // Another request has rotated while the session was checked: what the token that was presented is has to be judged anew.
            if (!opener.Hash(session.Token).FixedTimeEquals(opener.Hash(found.Token)))
                continue;
            if (arrival.Rotation is not { } mode)
                return (null, session);
            if (await TryRotateAsync(session, grant, token, mode) is { } rotated)
                return (null, rotated);
        }

        throw new SecureSessionStoreException("Other requests kept changing the session. Send the request again.");
    }

    private async ValueTask<LoadedSession?> TryRotateAsync(
        LoadedSession session, TokenGrant grant, SessionToken presented, RenewalMode mode)
    {
        DateTimeOffset now = session.Now;
        TokenGrant rotated = grant with
        {
            RotatedAt = now,
            ReplacedSince = mode == RenewalMode.Superseding ? grant.ReplacedSince : now,
        };
        var rotation = new TokenRotation(presented, mode, policy.RefreshGrace);
        try
        {
            return await vault.TryWriteAsync(
                session, SessionUpdate.Rotate(rotated.PutInto(session.Payload), presented.WithNewSecret(), rotation));
        }
        catch (SecureSessionStoreException exception)
        {
            // Whether the write has arrived or not, the token that was presented is good: its client goes on with it.
            Log.RotationFailed(logger, exception);
            return session with { Token = presented };
        }
    }
}
