using System.Globalization;

namespace SecureSessions.Sample;

/// <summary>The answer to an attempt that has to wait.</summary>
internal static class TooManyAttempts
{
    /// <summary>Sets the status 429 and <c>Retry-After</c>. Returns a text for whoever tries.</summary>
    public static string Answer(HttpContext context, SignInAdmission admission)
    {
        string seconds = admission.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = seconds;
        return $"There were too many failed attempts. Try again in {seconds} s.";
    }
}
