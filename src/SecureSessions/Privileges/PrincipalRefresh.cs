using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// The claims refresh of a session whose user's privileges were changed elsewhere: the app rebuilds the principal before the request reads
/// it (ASVS 7.2.4).
/// </summary>
internal sealed class PrincipalRefresh(
    TicketReplacement replacement, SessionVault vault, SessionEvents events, ILogger<PrincipalRefresh> logger)
{
    private readonly Once _warningOfMissingRefresher = new();

    /// <summary>
    /// Writes a payload with a rebuilt principal, and removes the mark, unless the session was marked again meanwhile. The same write
    /// renews the secret, unless a renewal is pending, and demands a step-up, if the mark does. If another request has refreshed the
    /// session first, its principal is used.
    /// </summary>
    /// <returns>
    /// The refreshed session; <see langword="null"/> if the session is to end. <see cref="LoadStatus.Spent"/> if the refresh failed:
    /// another request changed the secret, other requests kept writing, or the app's refresher threw. The same request may succeed if it
    /// is sent again.
    /// </returns>
    /// <exception cref="SecureSessionStoreException">The payload was not written, or the outcome is unknown.</exception>
    public async ValueTask<LoadResult?> RefreshAsync(HttpContext context, LoadedSession session)
    {
        bool mustEnd = false;
        UpdateResult result;
        try
        {
            result = await vault.UpdateAsync(session, async current =>
            {
                if (!current.IsMarked)
                    return null;

                SessionPayload? payload = await RebuildAsync(context, current);
                mustEnd = payload is null;
                if (payload is null)
                    return null;

                payload = payload with { NeedsStepUp = payload.NeedsStepUp || current.Record.Reauthenticate };
                SessionUpdate update = current.CanRenew ? SessionUpdate.Renewal(current, payload) : new SessionUpdate(payload);
                return update with { SeenRefreshMark = current.Record.RefreshMark };
            });
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            // The app's refresher failed: the request must not use the old principal, and the session must not end.
            Log.RefreshFailed(logger, exception);
            return new LoadResult(LoadStatus.Spent);
        }

        if (mustEnd)
            return null;

        if (result.Status == UpdateStatus.Written)
            await events.RaiseAsync(context, SessionEventType.Refreshed, session.Record.Id, session.Payload.UserId);
        return LoadResult.Of(result);
    }

    /// <summary>
    /// The payload with the principal that the app's refresher returns; <see langword="null"/> if the session is to end.
    /// </summary>
    private async ValueTask<SessionPayload?> RebuildAsync(HttpContext context, LoadedSession session)
    {
        if (context.RequestServices.GetService<IPrincipalRefresher>() is not { } refresher)
        {
            if (_warningOfMissingRefresher.TryTake())
                Log.RefresherMissing(logger);
            return null;
        }

        var validation = new SessionValidationContext(context, session);
        var refresh = new PrincipalRefreshContext(context, validation.Principal, validation.UserId, validation.SessionId);
        ClaimsPrincipal? principal = await validation.RunAsync(() => refresher.RefreshAsync(refresh));
        return principal is null || validation.IsRejected
            ? null
            : replacement.Apply(session, principal, validation.Properties, validation.Scheme);
    }
}
