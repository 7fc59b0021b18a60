using System.Globalization;
using System.Text;

namespace SecureSessions.Sample;

/// <summary>
/// Writes the page that people see while the session store is down. The library answers with a bare 503, as it cannot know the look of an
/// app. This middleware stands outside of everything that may answer 503, <c>UseAuthentication()</c> included.
/// </summary>
internal sealed class UnavailablePage(RequestDelegate next)
{
    private const string WhatHappened =
        "The store that keeps the sessions does not answer. Nobody has been signed out by this: when it is back, you go on where you were.";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is { StatusCode: StatusCodes.Status503ServiceUnavailable, HasStarted: false } && IsForPeople(context.Request))
            await WriteAsync(context);
    }

    // Scripts and API clients can do more with the bare answer.
    public static bool IsForPeople(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static async Task WriteAsync(HttpContext context)
    {
        byte[] page = Encoding.UTF8.GetBytes(
            HttpMethods.IsGet(context.Request.Method) ? PageThatTriesAgain(context.Response) : PageForWhatWasSent());
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Length;
        await context.Response.Body.WriteAsync(page, context.RequestAborted);
    }

    private static string PageThatTriesAgain(HttpResponse response)
    {
        int seconds = int.TryParse(response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 5;
        return Page(
            """<script type="module" src="/retry.js"></script>""",
            $"""<span data-retry-after="{seconds}">This page tries again by itself.</span> <a href="">Try again now</a>""");
    }

    // The page does not send the request again by itself, because it might be done twice: a call to the store without an answer may have
    // been carried out.
    private static string PageForWhatWasSent() => Page(
        "",
        "What you sent has not been confirmed: do not count on it. Go back and send it again in a moment, or "
            + """<a href="/">begin at the home page</a>.""");

    private static string Page(string head, string whatNow) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {head}
            <title>Back in a moment - SecureSessions</title>
            <link rel="stylesheet" href="/site.css">
        </head>
        <body>
            <header>
                <div class="bar"><span class="brand">SecureSessions</span></div>
            </header>
            <main>
                <h1>Back in a moment</h1>
                <p class="lead">{WhatHappened}</p>
                <p role="status" class="note">{whatNow}</p>
            </main>
        </body>
        </html>

        """;
}
