using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

// A session whose user's privileges were changed elsewhere: the app rebuilds its principal before anybody reads it (ASVS 7.2.4).
internal sealed partial class SessionExchange
{
    /// <summary>Rebuilds the principal and writes it, or takes the one that a parallel request has written; if there is none to be had, fails closed.</summary>
    private async ValueTask AcceptMarkedAsync(LoadedSession session)
    {
        LoadResult? refreshed = new LoadResult(LoadStatus.Spent);
        try
        {
            refreshed = await _services.Lifecycle.RefreshAsync(session, RebuildAsync);
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            // The app's code: whatever it throws, neither the old principal nor the end of the session is the answer.
            _services.LogRefreshFailed(exception);
        }

        if (refreshed is not { } result)
        {
            await EndMarkedAsync(session);
            return;
        }

        // Its secret was changed beyond this request's reach, or others kept writing. Sent again, the same request may well succeed.
        if (result.Status is not (LoadStatus.Loaded or LoadStatus.Ended))
        {
            RefusedWith = StatusCodes.Status503ServiceUnavailable;
            await RaiseAsync(SessionEventType.LoadFailed, session.Record.Id, session.Payload.UserId, detail: "refresh");
            return;
        }

        if (result.Refreshed)
            await RaiseAsync(SessionEventType.Refreshed, session.Record.Id, session.Payload.UserId);
        await AcceptAsync(session.Record.Id, result);
    }

    /// <summary>The payload with the principal that the app makes of it; nothing if the session is to end.</summary>
    private async ValueTask<SessionPayload?> RebuildAsync(LoadedSession session)
    {
        if (_context.RequestServices.GetService<IPrincipalRefresher>() is not { } refresher)
        {
            _services.WarnRefresherMissing();
            return null;
        }

        AuthenticationTicket ticket = TicketChange.Read(session.Payload);
        string userId = session.Payload.UserId!;
        ClaimsPrincipal? principal = await refresher.RefreshAsync(new PrincipalRefreshContext(_context, ticket.Principal, userId, session.Record.Id));
        if (principal is null)
            return null;

        if (_services.Policy.UserIdSelector(principal) != userId)
        {
            _services.LogRefreshOfAnotherUser(session.Record.Id);
            return null;
        }

        if (principal.Identity is not { IsAuthenticated: true })
            throw new InvalidOperationException("The IPrincipalRefresher answered with a principal that is not authenticated. Give its ClaimsIdentity an authentication type.");

        SessionPayload rebuilt = session.Payload with
        {
            Ticket = TicketSerializer.Default.Serialize(new AuthenticationTicket(principal, ticket.Properties, ticket.AuthenticationScheme)),
        };
        _services.Lifecycle.EnsureFits(rebuilt);
        return rebuilt;
    }

    private async ValueTask EndMarkedAsync(LoadedSession session)
    {
        if (await TryRevokeAsync(session))
            await RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Revoked);
    }
}
