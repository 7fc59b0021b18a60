using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a request says of itself, as far as it matters to its session.</summary>
internal static class RequestFacts
{
    /// <summary>Whether the answer is a page, in a window or in a frame.</summary>
    public static bool IsNavigation(HttpRequest request) => request.Headers["Sec-Fetch-Mode"] == "navigate";

    /// <summary>Whether the browser shows the answer as its page, or the client is none that a newer cookie could have come to meanwhile.</summary>
    public static bool IsAwaited(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] is { Count: 0 } || (IsNavigation(request) && request.Headers["Sec-Fetch-Dest"] == "document");

    /// <summary>
    /// Why a request whose token is dead may not begin a session. A browser that is navigating waits for this very answer; a fetch of an old page does
    /// not know what the jar holds by now. Clients that send no Fetch Metadata are no current browsers.
    /// </summary>
    public static CreationBar? BarOfDeadToken(HttpRequest request) => IsAwaited(request) ? null : CreationBar.DeadToken;

    /// <summary>Whether the endpoint says that it needs no session.</summary>
    public static bool IsWithoutSession(HttpContext context) => IsMarked(context, SessionMarks.WithoutSession);

    /// <summary>Whether the request is no activity. Connections, reconnections and polls of a hub are made by the page's script, not by its user.</summary>
    public static bool IsPassive(HttpContext context) => IsMarked(context, SessionMarks.Passive) || ConnectionTicket.IsForHub(context);

    private static bool IsMarked(HttpContext context, SessionMarks mark) =>
        context.GetEndpoint()?.Metadata.GetOrderedMetadata<SessionMarks>() is { Count: > 0 } marks && marks.Contains(mark);
}
