namespace SecureSessions.Tokens;

/// <summary>Signs a client without cookies out.</summary>
internal sealed class TokenRevocation(TokenArrivals arrivals, TokenRefusals refusals, SessionEnding ending, SessionEvents events)
{
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session has ended is unknown.</exception>
    public async Task RevokeAsync(string text)
    {
        Microsoft.AspNetCore.Http.HttpContext? context = AmbientRequest.Current;
        if (!SessionToken.TryParseRefreshToken(text, out SessionToken token))
        {
            await refusals.RejectAsync(context, id: null, "malformed");
            return;
        }

        // A session that cannot be read can be ended all the same, since the store has verified the secret.
        TokenArrival arrival = await arrivals.LoadAsync(token, FindMode.Passive);
        if (arrival.Status is not (TokenArrivalStatus.Good or TokenArrivalStatus.Unreadable))
        {
            await refusals.RefuseAsync(context, token.Id, arrival);
            return;
        }

        await EndAsync(token.Id);
    }

    /// <summary>Ends a session whose client has proved itself.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session has ended is unknown.</exception>
    public async Task EndAsync(SessionId id)
    {
        Microsoft.AspNetCore.Http.HttpContext? context = AmbientRequest.Current;
        EndResult end = await ending.EndAsync(id, SessionEndReason.SignedOut);
        if (end.Status != EndStatus.Ended)
            return;

        await events.RaiseAsync(context, SessionEventType.LoggedOut, id, end.UserId, SessionEndReason.SignedOut);
        await events.RaiseAsync(context, SessionEventType.TokenRevoked, id, end.UserId);
    }
}
