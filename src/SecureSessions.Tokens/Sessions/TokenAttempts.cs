using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>
/// Looks a refresh token up for what is done with it, again if another request has changed the session meanwhile, and answers with the
/// tokens that its client has from then on. A token that is not good is refused here.
/// </summary>
internal sealed class TokenAttempts(TokenPolicy policy, TokenArrivals arrivals, TokenRefusals refusals, AccessTokenIssuer issuer)
{
    // Each attempt after the first one follows a write of another request.
    private const int MaxAttempts = 64;

    /// <param name="context">The request.</param>
    /// <param name="text">What the client has presented.</param>
    /// <param name="attempt">
    /// What is done with a token that is good; <see langword="null"/> if another request has changed the session meanwhile.
    /// </param>
    /// <exception cref="SecureSessionStoreException">The store failed, or nothing can be signed.</exception>
    public async ValueTask<TokenOutcome> RunAsync(
        HttpContext context, string text, Func<TokenArrival, ValueTask<TokenOutcome?>> attempt)
    {
        if (!SessionToken.TryParseRefreshToken(text, out SessionToken token))
        {
            await refusals.RejectAsync(context, id: null, "malformed");
            return TokenOutcome.InvalidGrant;
        }

        await issuer.EnsureCanSignAsync();
        for (int count = 0; count < MaxAttempts; count++)
        {
            // A second look is no second activity.
            TokenArrival arrival = await arrivals.LoadAsync(token, count == 0 ? FindMode.Active : FindMode.Passive);
            if (arrival.Status != TokenArrivalStatus.Good)
            {
                await refusals.RefuseAsync(context, token.Id, arrival);
                return TokenOutcome.InvalidGrant;
            }

            if (await attempt(arrival) is { } outcome)
                return outcome;
        }

        throw new SecureSessionStoreException("Other requests kept changing the session. Send the request again.");
    }

    /// <summary>The new tokens of the session that came out, or the refusal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="outcome">What came out.</param>
    /// <param name="audience">The API that the client has asked for; <see langword="null"/> for the first that it may have.</param>
    /// <param name="occasion">As of <see cref="AccessTokenIssuer"/>.</param>
    public async Task<SessionTokenResult> AnswerAsync(HttpContext context, TokenOutcome outcome, string? audience, string occasion)
    {
        if (outcome.Session is not { } session)
            return outcome.Refusal!;

        string target = policy.SelectAudience(audience, TokenGrant.Of(session.Payload)!.Audience)!;
        AccessToken access = await issuer.IssueAsync(context, session, target, occasion);
        return SessionTokenResult.Of(SessionTokens.Of(session, access));
    }
}
