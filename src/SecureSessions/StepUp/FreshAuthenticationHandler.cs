using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Meets the requirement if the session of the request has an authentication that is recent enough and of a high enough level.
/// </summary>
/// <remarks>
/// A missing authentication does not fail the context, so that the requirement is listed among those that were not met. This handler writes
/// no answer: the authentication handler does that when the endpoint is refused. So a check that an app makes by hand has no other effect
/// than its result.
/// </remarks>
internal sealed class FreshAuthenticationHandler(SessionPolicy policy, IHttpContextAccessor? accessor = null) : IAuthorizationHandler
{
    // Every authorized request runs this, so it is a plain loop. The base class of the framework would allocate a query.
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        foreach (IAuthorizationRequirement requirement in context.Requirements)
        {
            if (requirement is FreshAuthenticationRequirement fresh)
                Handle(context, fresh);
        }

        return Task.CompletedTask;
    }

    private void Handle(AuthorizationHandlerContext context, FreshAuthenticationRequirement requirement)
    {
        if ((context.Resource as HttpContext ?? accessor?.HttpContext) is not { } httpContext)
        {
            context.Fail(
                new AuthorizationFailureReason(
                    this,
                    "There is no session to check: pass the HttpContext as the resource, or call "
                    + "builder.Services.AddHttpContextAccessor()."));
            return;
        }

        // A user whom another scheme authenticated has not authenticated in this session.
        if (RequestSession.Find(httpContext)?.Session is { UserId: { } userId } session
            && session.IsAuthenticated(requirement.MaxAge, requirement.Level)
            && policy.UserIdSelector(context.User) == userId)
        {
            context.Succeed(requirement);
        }
    }
}
