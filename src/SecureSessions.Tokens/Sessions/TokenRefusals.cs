using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>Carries out and reports what a refresh token that is not good leads to.</summary>
internal sealed class TokenRefusals(SessionPolicy policy, SessionEnding ending, StoreGateway store, SessionEvents events)
{
    /// <summary>Reports a token that is none, or is one of another client.</summary>
    public ValueTask RejectAsync(HttpContext? context, SessionId? id, string detail) =>
        events.RaiseAsync(context, SessionEventType.TokenRejected, id, userId: null, detail: detail);

    /// <summary>Carries out and reports what an arrival that is not good leads to.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed, or only a newer version of the library can read the
    /// session.</exception>
    public async ValueTask RefuseAsync(HttpContext? context, SessionId id, TokenArrival arrival)
    {
        switch (arrival.Status)
        {
            case TokenArrivalStatus.Rejected:
                await RejectAsync(context, id, arrival.Detail!);
                break;
            case TokenArrivalStatus.Reused:
                string? userId = await EndAsync(context, id, SessionEndReason.SecretReused);
                await events.RaiseAsync(context, SessionEventType.TokenReused, id, userId, detail: arrival.Detail);
                break;
            case TokenArrivalStatus.Ended:
                if (arrival.End is { } end)
                    await ReportEndedAsync(context, id, end, arrival.Now);
                break;
            case TokenArrivalStatus.Undecryptable:
                string? owner = await EndAsync(context, id, SessionEndReason.Undecryptable);
                await events.RaiseAsync(context, SessionEventType.DecryptionFailed, id, owner);
                break;
            case TokenArrivalStatus.Unreadable:
                await events.RaiseAsync(context, SessionEventType.LoadFailed, id, userId: null, detail: "unknown_format");
                throw new SecureSessionStoreException(
                    "A newer version of the library has written the session. Send the request again: another node may be able to read it.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Ends a session, and reports the end if this call ended it.</summary>
    /// <returns>The user of the session.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session has ended is unknown.</exception>
    public async ValueTask<string?> EndAsync(HttpContext? context, SessionId id, SessionEndReason reason)
    {
        EndResult end = await ending.EndAsync(id, reason);
        if (end.Status == EndStatus.Ended)
            await events.RaiseAsync(context, SessionEventType.Expired, id, end.UserId, reason);
        return end.UserId;
    }

    /// <summary>
    /// Reports a timeout to the first who is told of it, unless the watch over the deadlines reports it, as it does where the store lists
    /// users.
    /// </summary>
    public ValueTask ReportTimeoutAsync(HttpContext? context, SessionId id, SessionEnd end) =>
        end.IsTimeout && end.FirstReport && !store.ListsUsers
            ? events.RaiseAsync(context, SessionEventType.Expired, id, end.UserId, end.Reason)
            : ValueTask.CompletedTask;

    private async ValueTask ReportEndedAsync(HttpContext? context, SessionId id, SessionEnd end, DateTimeOffset now)
    {
        await ReportTimeoutAsync(context, id, end);

        // A client that signs out drops its token. If the token arrives long after that, it is a copy.
        if (end.Reason == SessionEndReason.SignedOut && now >= end.At + policy.LagWindow)
            await events.RaiseAsync(context, SessionEventType.UsedAfterExpire, id, end.UserId, end.Reason);
    }
}
