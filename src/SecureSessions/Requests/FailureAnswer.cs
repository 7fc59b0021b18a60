using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>Answers a failure of the library's own: a bare status, never to be cached.</summary>
internal sealed class FailureAnswer(SessionPolicy policy)
{
    /// <summary>
    /// Writes the status; a user who has followed a link to a refused page is led on. The length of 0 keeps status code pages from running the
    /// pipeline again.
    /// </summary>
    public void Write(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = 0;
        if (status == StatusCodes.Status403Forbidden && CrossSitePolicy.IsVisit(response.HttpContext.Request))
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = ArrivalPage.AddressFor(response.HttpContext.Request);
        }

        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = policy.RetryAfterSeconds;
    }

    /// <summary>Answers an exception of the library's own that the handler let through, if nothing has been sent.</summary>
    public bool TryWrite(HttpResponse response, Exception exception)
    {
        if (!CanWrite(response, exception))
            return false;

        response.Clear();
        Write(response, StatusOf(exception)!.Value);
        return true;
    }

    /// <summary>Whether an exception is the library's own, and can still be answered.</summary>
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
