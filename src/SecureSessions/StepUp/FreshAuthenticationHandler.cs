using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Looks into the session of the request for an authentication that does.</summary>
/// <remarks>
/// One that is missing fails nothing by itself, so that the requirement is listed among those that were not met. Nothing is answered here: that is
/// done where the endpoint's guard refuses, and authorizing by hand has no other effect than its result.
/// </remarks>
internal sealed class FreshAuthenticationHandler(SessionPolicy policy, IHttpContextAccessor? accessor = null) : IAuthorizationHandler
{
    // Every authorized request comes by, guarded or not: a plain loop, where the framework's base class would make a query of it.
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
            context.Fail(new AuthorizationFailureReason(this, "No session to look into: hand over the HttpContext as the resource, or call builder.Services.AddHttpContextAccessor()."));
            return;
        }

        // Somebody whom another scheme authenticated has not done so in this session.
        if (RequestSession.Find(httpContext)?.Session is { UserId: { } userId } session
            && session.IsAuthenticated(requirement.MaxAge, requirement.Level)
            && policy.UserIdSelector(context.User) == userId)
        {
            context.Succeed(requirement);
        }
    }
}
