using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>What a hub connection takes over of the request that it began with: the session, and the token that arrived.</summary>
/// <remarks>
/// It lies in <see cref="HttpContext.Items"/>: long polling hands the connection a copy of the context that has no feature of ours, but these.
/// The token is the one that arrived and not its successor: using that one would confirm a renewal whose cookie the browser may not have.
/// </remarks>
internal sealed record ConnectionTicket(LoadedSession Session, SessionToken Token)
{
    private static readonly object Key = new();

    /// <summary>Whether the request is one of a hub's: its negotiation, its connection, or one of its polls.</summary>
    public static bool IsForHub(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>Leaves a ticket for the hub's connection that this request begins, if it does.</summary>
    public static void Leave(HttpContext context, LoadedSession session, SessionToken token)
    {
        if (IsForHub(context))
            context.Items[Key] = new ConnectionTicket(session, token);
    }

    /// <summary>Takes the ticket of the connection's first request; nothing if that had no stored session.</summary>
    public static ConnectionTicket? Take(HttpContext context)
    {
        if (context.Items.Remove(Key, out object? left) && left is ConnectionTicket ticket)
            return ticket;

        // Where routing runs late, the endpoint was not known when the session was loaded.
        return context.Features.Get<ISessionFeature>() is ISessionScope { Stored: { } stored } ? new ConnectionTicket(stored, stored.Token) : null;
    }
}
