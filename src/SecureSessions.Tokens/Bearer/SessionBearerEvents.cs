using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions.Tokens;

/// <summary>The events of the app, and the answers of RFC 6750 that tell nothing of the token.</summary>
internal sealed class SessionBearerEvents(
    JwtBearerEvents app, AuthenticationLevels levels, string retryAfterSeconds, CookieTokens? cookieTokens) : JwtBearerEvents
{
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        await app.MessageReceived(context);
        if (cookieTokens is not null)
            await cookieTokens.ReadAsync(context);
    }

    public override Task TokenValidated(TokenValidatedContext context) => app.TokenValidated(context);

    public override Task AuthenticationFailed(AuthenticationFailedContext context) => app.AuthenticationFailed(context);

    public override async Task Forbidden(ForbiddenContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // A higher or a more recent authentication would help: RFC 9470 has a challenge for that.
        if (await StepUpChallenge.FindAsync(context.HttpContext, levels) is { } challenge)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.Append(HeaderNames.WWWAuthenticate, challenge.ToString());
        }

        await app.Forbidden(context);
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (IsUnavailable(context.AuthenticateFailure))
        {
            // A client that is told 401 throws its tokens away.
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = retryAfterSeconds;
            return Task.CompletedTask;
        }

        if (context.AuthenticateFailure is CrossSiteRequestException)
        {
            // No other token would help.
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        if (context.AuthenticateFailure is not null)
        {
            context.Error = "invalid_token";
            context.ErrorDescription = "The access token is not valid, or not valid any more";
        }

        return app.Challenge(context);
    }

    /// <summary>Whether a token was refused only because its session could not be checked.</summary>
    public static bool IsUnavailable([NotNullWhen(true)] Exception? failure) => failure switch
    {
        SessionCheckException => true,
        AggregateException several => several.InnerExceptions.Any(IsUnavailable),
        _ => false,
    };
}
