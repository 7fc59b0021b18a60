using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Stands around the whole app. Answers the library's own exceptions where the session middleware does not see them: the callback of a remote provider signs in inside
/// UseAuthentication(), which WebApplication puts before everything that the app itself calls.
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
        catch (Exception) when (!context.Response.HasStarted && RequestSession.Find(context) is { TakesCookieBack: true })
        {
            // Nobody in the app answers the exception: the server does, once it is out, and would wipe the deletion of the cookie of a session that
            // has ended. So its answer is given here; the exception goes on to whoever logs it.
            context.Response.Clear();
            failures.Write(context.Response, StatusCodes.Status500InternalServerError);
            await context.Response.CompleteAsync();
            throw;
        }
    }
}
