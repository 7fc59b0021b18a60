using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// The claims refresh of a session whose user's privileges were changed elsewhere: the app rebuilds the principal before the request reads it
/// (ASVS 7.2.4).
/// </summary>
internal sealed class PrincipalRefresh(
    SessionPolicy policy, SessionVault vault, SessionLifecycle lifecycle, SessionEvents events, ILogger<PrincipalRefresh> logger)
{
    private int _saidRefresherMissing;

    /// <summary>
    /// Writes a payload with a rebuilt principal, and takes back the mark that asked for it, unless the session was marked again meanwhile. The
    /// secret is rotated in the same write, unless a rotation is pending. If another request was faster, what that one wrote is taken.
    /// </summary>
    /// <returns>
    /// What became of it. Nothing if the session is to end. <see cref="LoadStatus.Spent"/> where no principal could be had: the secret was changed
    /// beyond this request's reach, other requests kept writing, or the app failed. The same request may well succeed if it is sent again.
    /// </returns>
    /// <exception cref="SecureSessionStoreException">The payload was not written, or nobody knows.</exception>
    public async ValueTask<LoadResult?> RefreshAsync(HttpContext context, LoadedSession session)
    {
        bool isToEnd = false;
        UpdateResult result;
        try
        {
            result = await vault.UpdateAsync(session, async current =>
            {
                if (!current.IsMarked)
                    return null;

                SessionPayload? payload = await RebuildAsync(context, current);
                isToEnd = payload is null;
                if (payload is null)
                    return null;

                SessionUpdate update = current.CanRenew ? SessionUpdate.Renewal(current, payload) : new SessionUpdate(payload);
                return update with { SeenRefreshMark = current.Record.RefreshMark };
            });
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            // The app's code: whatever it throws, neither the old principal nor the end of the session is the answer.
            Log.RefreshFailed(logger, exception);
            return new LoadResult(LoadStatus.Spent);
        }

        if (isToEnd)
            return null;

        if (result.Status == UpdateStatus.Written)
            await events.RaiseAsync(context, SessionEventType.Refreshed, session.Record.Id, session.Payload.UserId);
        return LoadResult.Of(result);
    }

    /// <summary>The payload with the principal that the app makes of it; nothing if the session is to end.</summary>
    private async ValueTask<SessionPayload?> RebuildAsync(HttpContext context, LoadedSession session)
    {
        if (context.RequestServices.GetService<IPrincipalRefresher>() is not { } refresher)
        {
            if (Interlocked.Exchange(ref _saidRefresherMissing, 1) == 0)
                Log.RefresherMissing(logger);
            return null;
        }

        AuthenticationTicket ticket = TicketChange.Read(session.Payload);
        string userId = session.Payload.UserId!;
        ClaimsPrincipal? principal = await refresher.RefreshAsync(new PrincipalRefreshContext(context, ticket.Principal, userId, session.Record.Id));
        if (principal is null)
            return null;

        if (policy.UserIdSelector(principal) != userId)
        {
            Log.RefreshOfAnotherUser(logger, session.Record.Id);
            return null;
        }

        if (principal.Identity is not { IsAuthenticated: true })
        {
            throw new InvalidOperationException(
                "The IPrincipalRefresher answered with a principal that is not authenticated. Give its ClaimsIdentity an authentication type.");
        }

        SessionPayload rebuilt = session.Payload with
        {
            Ticket = TicketSerializer.Default.Serialize(new AuthenticationTicket(principal, ticket.Properties, ticket.AuthenticationScheme)),
        };
        lifecycle.EnsureFits(rebuilt);
        return rebuilt;
    }
}
