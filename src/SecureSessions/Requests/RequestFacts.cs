using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What the headers and the endpoint of a request mean for its session.</summary>
internal static class RequestFacts
{
    /// <summary>Endpoint metadata: requests have the session, but do not count as activity.</summary>
    public static object PassiveMark { get; } = new EndpointMark();

    /// <summary>Endpoint metadata: requests have no session.</summary>
    public static object WithoutSessionMark { get; } = new EndpointMark();

    /// <summary>Endpoint metadata: a request is cut when its session ends or its privileges change.</summary>
    public static object AbortWhenEndedMark { get; } = new EndpointMark();

    /// <summary>Whether the browser navigates, in a window or in a frame.</summary>
    public static bool IsNavigation(HttpRequest request) => request.Headers["Sec-Fetch-Mode"] == "navigate";

    /// <summary>
    /// Whether the request is a top-level navigation, or comes from a client that is not a current browser. While such a request runs, no
    /// other request of the same client is expected to receive a newer cookie.
    /// </summary>
    public static bool IsTopLevelOrNotBrowser(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] is { Count: 0 } || (IsNavigation(request) && request.Headers["Sec-Fetch-Dest"] == "document");

    /// <summary>
    /// Why a request whose session has ended may not begin a session; <see langword="null"/> if it may. A browser that navigates uses this
    /// answer next. A fetch of an old page may be late: the browser may have a newer cookie by now. Clients that send no Fetch Metadata
    /// are not current browsers.
    /// </summary>
    public static CreationBar? DeadTokenBar(HttpRequest request) => IsTopLevelOrNotBrowser(request) ? null : CreationBar.DeadToken;

    /// <summary>Whether the endpoint is marked <c>AbortWhenEnded()</c>.</summary>
    public static bool IsAbortedWhenEnded(HttpContext context) => IsMarked(context, AbortWhenEndedMark);

    /// <summary>Whether the endpoint is marked <c>WithoutSession()</c>.</summary>
    public static bool IsWithoutSession(HttpContext context) => IsMarked(context, WithoutSessionMark);

    /// <summary>
    /// Whether the request does not count as activity. The page's script, and not its user, makes the connections, reconnections and polls
    /// of a hub.
    /// </summary>
    public static bool IsPassive(HttpContext context) => IsMarked(context, PassiveMark) || ConnectionTicket.IsForHub(context);

    private static bool IsMarked(HttpContext context, object mark) =>
        context.GetEndpoint()?.Metadata.GetOrderedMetadata<EndpointMark>() is { Count: > 0 } marks && marks.Contains(mark);

    private sealed class EndpointMark;
}
