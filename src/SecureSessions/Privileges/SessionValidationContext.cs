using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>A session that is checked when it is loaded. The members are named as those of the cookie handler's context.</summary>
public sealed class SessionValidationContext
{
    private readonly LoadedSession _session;
    private AuthenticationTicket? _ticket;
    private ClaimsPrincipal? _principal;

    internal SessionValidationContext(HttpContext httpContext, LoadedSession session)
    {
        HttpContext = httpContext;
        _session = session;
    }

    /// <summary>The request. Its <c>RequestAborted</c> is cancelled when the client disconnects.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The principal of the session, or the one that has replaced it.</summary>
    public ClaimsPrincipal Principal => _principal ?? Ticket.Principal;

    /// <summary>
    /// The properties of the sign-in, such as a provider's tokens. What is changed in them is stored if <see cref="ShouldRenew"/> is set.
    /// </summary>
    public AuthenticationProperties Properties => Ticket.Properties;

    /// <summary>The authentication scheme of the sign-in.</summary>
    public string Scheme => Ticket.AuthenticationScheme;

    /// <summary>The user of the session.</summary>
    public string UserId => _session.Payload.UserId!;

    /// <summary>The public id of the session.</summary>
    public SessionId SessionId => _session.Record.Id;

    /// <summary>When the session began, by the store's clock.</summary>
    public DateTimeOffset CreatedAt => _session.Record.CreatedAt;

    /// <summary>
    /// Whether changed <see cref="Properties"/> are stored. <see cref="ReplacePrincipal"/> stores the principal in any case.
    /// </summary>
    public bool ShouldRenew { get; set; }

    /// <summary>Whether the session is that of a client without cookies: it is checked at each refresh of its tokens.</summary>
    internal bool IsOfClient => TokenGrant.Of(_session.Payload) is not null;

    /// <summary>Whether the session is to end.</summary>
    internal bool IsRejected { get; private set; }

    /// <summary>Whether the session is to be read and checked again.</summary>
    internal bool IsOutdated { get; private set; }

    /// <summary>Whether there is something to write.</summary>
    internal bool HasChanges => ShouldRenew || _principal is not null;

    internal AuthenticationTicket Ticket => _ticket ??= TicketChange.Read(_session.Payload);

    /// <summary>Replaces the principal of the session by another one of the same user.</summary>
    /// <param name="principal">The new principal. One of another user ends the session.</param>
    public void ReplacePrincipal(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        _principal = principal;
    }

    /// <summary>Ends the session: the request goes on as one of nobody, and the cookie is deleted.</summary>
    public void RejectPrincipal() => IsRejected = true;

    /// <summary>
    /// Has the session read from the store again, and all checks that are due then called with it, for example because another node is
    /// changing it. What was changed in this context is dropped.
    /// </summary>
    /// <remarks>
    /// The session is read at once: a check that waits for another node waits before the call, a little longer each time. All these reads
    /// together are bounded by <see cref="SecureSessionOptions.StoreTimeout"/>. A request that exceeds it is answered 503.
    /// </remarks>
    public void ReadAgain() => IsOutdated = true;

    /// <summary>The session that is being checked by code of the app, while the request has none yet.</summary>
    internal static SessionValidationContext? Find(HttpContext context) => context.Features.Get<SessionValidationContext>();

    /// <summary>Refuses a sign-in by a check of the session of the request.</summary>
    /// <exception cref="InvalidOperationException">A check is under way.</exception>
    internal static void EnsureMaySignIn(HttpContext context)
    {
        if (Find(context) is not null)
        {
            throw new InvalidOperationException(
                "A refresher or validator of sessions signed a user in, while it checks the session of the request. Return the new "
                + "principal, or call ReplacePrincipal().");
        }
    }

    /// <summary>
    /// Runs code of the app that checks the session. Meanwhile the authentication handler answers from this session, and a sign-out
    /// rejects it.
    /// </summary>
    internal async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> check)
    {
        HttpContext.Features.Set(this);
        try
        {
            return await check();
        }
        finally
        {
            HttpContext.Features.Set<SessionValidationContext>(null);
        }
    }
}
