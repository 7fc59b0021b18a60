using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions;
using static SecureSessions.SessionAnswersContext;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps endpoints by which a page reads the status of its session, and a user lists and ends sessions on all devices.</summary>
public static class SecureSessionsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>GET status</c>, <c>POST extend</c>, <c>POST sign-out</c>, <c>GET list</c>, <c>POST end/{id}</c>, <c>POST end-others</c> and
    /// <c>POST end-all</c>, which answer JSON.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The prefix of their paths.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The endpoints, for conventions of your own.</returns>
    /// <remarks>
    /// The endpoints act for <c>HttpContext.User</c> if that is the session's user, and otherwise as if nobody were signed in. If the app's
    /// default scheme is not the scheme that begins sessions, guard the endpoints by a policy that names the scheme that does. With a store
    /// without a users port, such as a distributed cache, only the first three exist.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException"><c>AddSecureSessions()</c> is missing.</exception>
    public static RouteGroupBuilder MapSecureSessions(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern =
            "/session", Action<SecureSessionsEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        StoreGateway store = endpoints.ServiceProvider.GetService<StoreGateway>()
            ?? throw new InvalidOperationException(
                "MapSecureSessions() needs services that are not registered. Call builder.Services.AddSecureSessions() before "
                + "builder.Build().");
        var options = new SecureSessionsEndpointOptions();
        configure?.Invoke(options);
        options.EnsureValid();

        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.WithTags("Session").DisableCookieRedirect().AddEndpointFilter(SessionEndpoints.FilterAsync);
        MapOwnSession(group);
        if (store.ListsUsers)
            MapUsersSessions(group, options.FreshAuthenticationForEnding);
        return group;
    }

    private static void MapOwnSession(RouteGroupBuilder group)
    {
        group.MapGet("/status", SessionEndpoints.Status).AsPassive()
            .WithName("GetSessionStatus").WithSummary(
                "The status of the session. The request is no activity: it does not keep the session alive.")
            .Produces<SessionStatusAnswer>().Produces(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/extend", SessionEndpoints.Status)
            .WithName("ExtendSession").WithSummary(
                "Moves the idle deadline, and returns the status of the session. The request is activity.")
            .Produces<SessionStatusAnswer>().Produces(StatusCodes.Status403Forbidden).Produces(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/sign-out", SessionEndpoints.SignOut)
            .WithName("SignOutSession").WithSummary("Ends this session, an anonymous one too.")
            .Produces<SessionsEndedAnswer>().Produces(StatusCodes.Status403Forbidden).Produces(StatusCodes.Status503ServiceUnavailable);
    }

    private static void MapUsersSessions(RouteGroupBuilder group, TimeSpan? maxAge)
    {
        group.MapGet("/list", SessionEndpoints.ListAsync)
            .WithName("ListSessions").WithSummary("The user's living sessions on all devices.")
            .Produces<SessionListAnswer>().Produces(StatusCodes.Status401Unauthorized).Produces(StatusCodes.Status503ServiceUnavailable);

        RouteGroupBuilder ending = group.MapGroup("");
        if (maxAge is { } age)
            ending.AddEndpointFilter(new FreshAuthenticationFilter(age));
        ending.MapPost("/end/{id}", SessionEndpoints.EndAsync)
            .WithName("EndSession").WithSummary("Ends one of the user's sessions.")
            .Produces<SessionsEndedAnswer>().Produces(StatusCodes.Status401Unauthorized).Produces(StatusCodes.Status403Forbidden).Produces(
                StatusCodes.Status503ServiceUnavailable);
        ending.MapPost("/end-others", SessionEndpoints.EndOthersAsync)
            .WithName("EndOtherSessions").WithSummary("Ends all of the user's sessions but this one.")
            .Produces<SessionsEndedAnswer>().Produces(StatusCodes.Status401Unauthorized).Produces(StatusCodes.Status403Forbidden).Produces(
                StatusCodes.Status503ServiceUnavailable);
        ending.MapPost("/end-all", SessionEndpoints.EndAllAsync)
            .WithName("EndAllSessions").WithSummary("Ends all of the user's sessions, this one included.")
            .Produces<SessionsEndedAnswer>().Produces(StatusCodes.Status401Unauthorized).Produces(StatusCodes.Status403Forbidden).Produces(
                StatusCodes.Status503ServiceUnavailable);
    }
}
