using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>A session whose user's privileges were changed elsewhere: the app rebuilds its principal before anybody reads it (ASVS 7.2.4).</summary>
internal static class PrincipalRefresh
{
    /// <summary>Rebuilds the principal and writes it, or takes the one that a parallel request has written; if there is none to be had, fails closed.</summary>
    public static async ValueTask<Arrival> AcceptAsync(RequestSession request, Arrival arrival, LoadedSession session)
    {
        LoadResult? refreshed = new LoadResult(LoadStatus.Spent);
        try
        {
            refreshed = await request.Services.Lifecycle.RefreshAsync(session, current => RebuildAsync(request, current));
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            // The app's code: whatever it throws, neither the old principal nor the end of the session is the answer.
            request.Services.LogRefreshFailed(exception);
        }

        if (refreshed is not { } result)
            return await EndAsync(request, arrival, session);

        // Its secret was changed beyond this request's reach, or others kept writing. Sent again, the same request may well succeed.
        if (result.Status is not (LoadStatus.Loaded or LoadStatus.Ended))
        {
            await request.RaiseAsync(SessionEventType.LoadFailed, session.Record.Id, session.Payload.UserId, detail: "refresh");
            return arrival with { Refusal = StatusCodes.Status503ServiceUnavailable };
        }

        if (result.Refreshed)
            await request.RaiseAsync(SessionEventType.Refreshed, session.Record.Id, session.Payload.UserId);
        return await SessionArrival.AcceptAsync(request, arrival, result);
    }

    /// <summary>The payload with the principal that the app makes of it; nothing if the session is to end.</summary>
    private static async ValueTask<SessionPayload?> RebuildAsync(RequestSession request, LoadedSession session)
    {
        SessionServices services = request.Services;
        if (request.Context.RequestServices.GetService<IPrincipalRefresher>() is not { } refresher)
        {
            services.WarnRefresherMissing();
            return null;
        }

        AuthenticationTicket ticket = TicketChange.Read(session.Payload);
        string userId = session.Payload.UserId!;
        ClaimsPrincipal? principal = await refresher.RefreshAsync(new PrincipalRefreshContext(request.Context, ticket.Principal, userId, session.Record.Id));
        if (principal is null)
            return null;

        if (services.Policy.UserIdSelector(principal) != userId)
        {
            services.LogRefreshOfAnotherUser(session.Record.Id);
            return null;
        }

        if (principal.Identity is not { IsAuthenticated: true })
            throw new InvalidOperationException("The IPrincipalRefresher answered with a principal that is not authenticated. Give its ClaimsIdentity an authentication type.");

        SessionPayload rebuilt = session.Payload with
        {
            Ticket = TicketSerializer.Default.Serialize(new AuthenticationTicket(principal, ticket.Properties, ticket.AuthenticationScheme)),
        };
        services.Lifecycle.EnsureFits(rebuilt);
        return rebuilt;
    }

    private static async ValueTask<Arrival> EndAsync(RequestSession request, Arrival arrival, LoadedSession session)
    {
        (bool isRevoked, arrival) = await SessionArrival.RevokeAsync(request, arrival, session);
        if (isRevoked)
            await request.RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Revoked);
        return arrival;
    }
}
