using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>What a hub connection takes over from its first request: the session, and the token that arrived.</summary>
/// <remarks>
/// The ticket is kept in <see cref="HttpContext.Items"/>: long polling gives the connection a copy of the context that has the items, but
/// not the library's features. The token is the one that arrived and not its successor: using the successor would confirm a renewal whose
/// cookie the browser may not have.
/// </remarks>
internal sealed record ConnectionTicket(LoadedSession Session, SessionToken Token)
{
    private static readonly object Key = new();

    /// <summary>Whether the request belongs to a hub: its negotiation, its connection, or one of its polls.</summary>
    public static bool IsForHub(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>Puts a ticket for the hub connection into the request, if the request belongs to a hub.</summary>
    public static void Put(HttpContext context, LoadedSession session, SessionToken token)
    {
        if (IsForHub(context))
            context.Items[Key] = new ConnectionTicket(session, token);
    }

    /// <summary>
    /// Takes the ticket from the connection's first request; <see langword="null"/> if the request had no stored session.
    /// </summary>
    public static ConnectionTicket? Take(HttpContext context)
    {
        if (context.Items.Remove(Key, out object? item) && item is ConnectionTicket ticket)
            return ticket;

        // If routing runs after the session was loaded, the endpoint was not known then.
        return context.Features.Get<ISessionFeature>() is ISessionScope { Stored: { } stored }
            ? new ConnectionTicket(stored, stored.Token)
            : null;
    }
}
