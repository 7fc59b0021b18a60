using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Puts a rebuilt principal into the payload of a session, after the checks that every such principal has to pass.</summary>
internal sealed class TicketReplacement(
    SessionPolicy policy, ProviderTokensCheck providerTokens, ILogger<TicketReplacement> logger)
{
    /// <summary>
    /// Returns the payload with another ticket; <see langword="null"/> if the principal is of another user, so that the session has to end.
    /// </summary>
    /// <exception cref="InvalidOperationException">The principal is not authenticated.</exception>
    /// <exception cref="SessionPayloadTooLargeException">The ticket is too large.</exception>
    public SessionPayload? Apply(LoadedSession session, ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        if (policy.UserIdSelector(principal) != session.Payload.UserId)
        {
            Log.RefreshOfAnotherUser(logger, session.Record.Id);
            return null;
        }

        if (principal.Identity is not { IsAuthenticated: true })
        {
            throw new InvalidOperationException(
                "The new principal of the session is not authenticated. Give its ClaimsIdentity an authentication type.");
        }

        providerTokens.Look(properties);
        SessionPayload rebuilt = session.Payload with
        {
            Ticket = TicketCodec.Write(new AuthenticationTicket(principal, properties, scheme)),
        };
        SessionPayloadTooLargeException.ThrowIfOver(rebuilt, policy.MaxPayloadBytes);
        return rebuilt;
    }
}
