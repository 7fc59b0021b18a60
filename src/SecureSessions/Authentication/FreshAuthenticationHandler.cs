using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Looks into the session of the request for an authentication that does.</summary>
/// <remarks>
/// One that is missing fails nothing by itself, so that the requirement is listed among those that were not met. Nothing is answered here: that is
/// done where the endpoint's guard refuses, and authorizing by hand has no other effect than its result.
/// </remarks>
internal sealed class FreshAuthenticationHandler(SessionPolicy policy, IHttpContextAccessor? accessor = null)
    : AuthorizationHandler<FreshAuthenticationRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshAuthenticationRequirement requirement)
    {
        if ((context.Resource as HttpContext ?? accessor?.HttpContext) is not { } httpContext)
            context.Fail(new AuthorizationFailureReason(this, "No session to look into: hand over the HttpContext as the resource, or call builder.Services.AddHttpContextAccessor()."));
        else if (SessionExchange.Find(httpContext)?.Session is { UserId: { } userId } session
            && session.IsAuthenticated(requirement.MaxAge, requirement.Level)
            && policy.UserIdSelector(context.User) == userId)
        {
            // Somebody whom another scheme authenticated has not done so in this session.
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
