using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity.Data;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tokens;

/// <summary>
/// Answers the endpoint <c>/refresh</c> of ASP.NET Core Identity by the rotation of sessions. The endpoint itself reads a ticket out of the
/// refresh token without asking anybody, which no session can be looked up by.
/// </summary>
internal sealed class IdentityRefresh(ISecureSessionTokens tokens)
{
    /// <summary>Puts the filter before an endpoint that takes the request of a refresh, and before no other.</summary>
    public static EndpointFilterDelegate Create(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        int argument = Array.FindIndex(
            endpoint.MethodInfo.GetParameters(), static parameter => parameter.ParameterType == typeof(RefreshRequest));
        if (argument < 0)
            return next;

        IdentityRefresh refresh = endpoint.ApplicationServices.GetRequiredService<IdentityRefresh>();
        return invocation => refresh.AnswerAsync(invocation.HttpContext, invocation.GetArgument<RefreshRequest?>(argument));
    }

    private async ValueTask<object?> AnswerAsync(HttpContext context, RefreshRequest? request)
    {
        SessionTokenResult result = await tokens.RefreshAsync(
            context, request?.RefreshToken ?? "", cancellationToken: CancellationToken.None);
        if (!result.IsSuccess)
            return TypedResults.Unauthorized();

        await BearerTokenAnswer.Of(result.Tokens).WriteAsync(context.Response);
        return TypedResults.Empty;
    }
}
