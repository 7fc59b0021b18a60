using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Runs first in the pipeline. Answers the library's exceptions where the session middleware does not see them: the callback of a remote
/// provider signs in inside UseAuthentication(), which WebApplication puts before all middleware that the app adds.
/// </summary>
internal sealed class FailureMiddleware(RequestDelegate next, FailureAnswer failures)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (FailureAnswer.CanWrite(context.Response, exception))
        {
            if (RequestSession.Find(context) is { } request)
                await request.AbandonAsync();
            if (!failures.TryWrite(context.Response, exception))
                throw;
        }
        catch (Exception) when (!context.Response.HasStarted && RequestSession.Find(context) is { DeletesCookie: true })
        {
            // No middleware of the app has answered the exception, so the server would, and would clear the header that deletes the cookie
            // of the ended session. So the answer is written here, and the exception is thrown on to be logged.
            context.Response.Clear();
            failures.Write(context.Response, StatusCodes.Status500InternalServerError);
            await context.Response.CompleteAsync();
            throw;
        }
    }
}
