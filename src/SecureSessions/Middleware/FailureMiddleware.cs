using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Answers the library's own exceptions where the session middleware does not see them: the callback of a remote provider signs in inside
/// UseAuthentication(), which WebApplication puts before everything that the app itself calls.
/// </summary>
internal sealed class FailureMiddleware(RequestDelegate next, SessionServices services)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (SessionServices.CanWriteFailure(context.Response, exception))
        {
            if (SessionExchange.Find(context) is { } exchange)
                await exchange.AbandonAsync();
            if (!services.TryWriteFailure(context.Response, exception))
                throw;
        }
    }
}
