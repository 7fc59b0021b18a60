using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>Answers a failure of the library: a status without a body, which must not be cached.</summary>
internal sealed class FailureAnswer(SessionPolicy policy)
{
    /// <summary>
    /// Writes the status. A user who followed a link of another site to a refused page is redirected to <see cref="ContinuePage"/>. The
    /// length of 0 keeps status code pages from running the pipeline again.
    /// </summary>
    public void Write(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = 0;
        if (status == StatusCodes.Status403Forbidden && CrossSitePolicy.IsTopLevelNavigation(response.HttpContext.Request))
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = ContinuePage.AddressFor(response.HttpContext.Request);
        }

        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = policy.RetryAfterSeconds;
    }

    /// <summary>Answers an exception of the library that the handler did not catch, if the response has not started.</summary>
    public bool TryWrite(HttpResponse response, Exception exception)
    {
        if (!CanWrite(response, exception))
            return false;

        response.Clear();
        Write(response, StatusOf(exception)!.Value);
        return true;
    }

    /// <summary>Whether an exception is the library's, and the response has not started.</summary>
    public static bool CanWrite(HttpResponse response, Exception exception) => !response.HasStarted && StatusOf(exception) is not null;

    private static int? StatusOf(Exception exception) => exception switch
    {
        SecureSessionStoreException => StatusCodes.Status503ServiceUnavailable,
        SessionEndedException => StatusCodes.Status401Unauthorized,
        CrossSiteRequestException => StatusCodes.Status403Forbidden,
        SessionLimitException => StatusCodes.Status409Conflict,
        _ => null,
    };
}
