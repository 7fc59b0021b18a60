using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>A further authentication within the session of a client without cookies.</summary>
internal sealed class TokenStepUp(
    SessionPolicy sessions,
    TokenAttempts attempts,
    TokenChecks checks,
    SessionVault vault,
    SessionCommit commit,
    SessionEvents events)
{
    /// <exception cref="ArgumentException">There is no method, or the methods and the level are too long.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the tokens before are still good is unknown.</exception>
    public async Task<SessionTokenResult> StepUpAsync(HttpContext context, string text, IEnumerable<string> methods, string? level)
    {
        // Checked before the token is looked at. The time is that of the store, which is not known yet.
        var authentication = SessionAuthentication.CreateStepUp(DateTimeOffset.UnixEpoch, methods, level);
        LoadedSession? known = null;
        TokenOutcome outcome = await attempts.RunAsync(context, text, async arrival =>
        {
            if (await checks.CheckAsync(context, arrival.Session!) is not { } session)
                return TokenOutcome.InvalidGrant;

            known ??= session;
            return await vault.TryWriteAsync(session, ToUpdate(known, session, arrival.Grant!, authentication)) is { } steppedUp
                ? TokenOutcome.Of(steppedUp)
                : null;
        });
        if (outcome.Session is { } session)
            await ReportAsync(context, session);
        return await attempts.AnswerAsync(context, outcome, audience: null, "step_up");
    }

    private SessionUpdate ToUpdate(LoadedSession known, LoadedSession session, TokenGrant grant, SessionAuthentication authentication)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now.ToUnixTimeMilliseconds());
        SessionPayload payload = (grant with { RotatedAt = null, ReplacedSince = null }).PutInto(session.Payload) with
        {
            Elevation = SessionPayload.StepUp.For(
                authentication with { At = now }, sessions.StepUpLifetime, session.Record.AbsoluteExpiresAt),
            NeedsStepUp = session.DemandsStepUpSince(known),
        };
        SessionPayloadTooLargeException.ThrowIfOver(payload, sessions.MaxPayloadBytes);
        return SessionUpdate.Regeneration(payload, session.Token.WithNewSecret()) with { ChangesLabel = true };
    }

    private async ValueTask ReportAsync(HttpContext context, LoadedSession session)
    {
        await events.RaiseAsync(context, SessionEventType.Regenerated, session.Record.Id, session.Payload.UserId);
        await commit.RaiseSteppedUpAsync(context, session, session.Payload.Elevation!);
    }
}
