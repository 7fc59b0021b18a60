using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureSessions.Tokens;

/// <summary>Answers a refresh: the token that was presented, rotated if it is due.</summary>
internal sealed class TokenRefresh(
    TokenPolicy policy,
    TokenAttempts attempts,
    TokenChecks checks,
    TokenRefusals refusals,
    SessionVault vault,
    SessionOpener opener,
    ILogger<TokenRefresh> logger)
{
    /// <exception cref="SecureSessionStoreException">The store failed. The token is as good as before.</exception>
    public async Task<SessionTokenResult> RefreshAsync(HttpContext context, string text, string? clientId, string? audience) =>
        await attempts.AnswerAsync(context, await RotateAsync(context, text, clientId, audience), audience, "refresh");

    /// <summary>Judges a token and rotates it if it is due. No access token is issued yet.</summary>
    internal ValueTask<TokenOutcome> RotateAsync(HttpContext context, string text, string? clientId, string? audience) =>
        attempts.RunAsync(context, text, arrival => RotateAsync(context, arrival, clientId, audience));

    private async ValueTask<TokenOutcome?> RotateAsync(HttpContext context, TokenArrival arrival, string? clientId, string? audience)
    {
        (LoadedSession found, TokenGrant grant) = (arrival.Session!, arrival.Grant!);
        if (clientId is not null && clientId != grant.ClientId)
        {
            await refusals.RejectAsync(context, found.Record.Id, "other_client");
            return TokenOutcome.InvalidGrant;
        }

        if (policy.SelectAudience(audience, grant.Audience) is null)
            return new TokenOutcome { Refusal = SessionTokenResult.InvalidTarget };
        if (await checks.CheckAsync(context, found) is not { } session)
            return TokenOutcome.InvalidGrant;

        // Another request has rotated while the session was checked: what the token that was presented is has to be judged anew.
        if (!opener.Hash(session.Token).FixedTimeEquals(opener.Hash(found.Token)))
            return null;
        if (arrival.Rotation is not { } mode)
            return TokenOutcome.Of(session);
        return await TryRotateAsync(session, grant, arrival.Presented, mode) is { } rotated ? TokenOutcome.Of(rotated) : null;
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
