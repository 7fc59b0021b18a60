namespace SecureSessions;

/// <summary>
/// Lets other sites send requests to an endpoint with the session cookie, and begin a session there: a page that a payment provider posts to, a
/// webhook. On a controller, an action or a page model; for other endpoints there is <c>AllowCrossSite()</c>.
/// </summary>
/// <remarks>
/// Security: the endpoint has to tell by other means who sent a request. It is seen when routing has run before the session is loaded, as
/// <c>WebApplication</c> arranges by itself.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowCrossSiteAttribute : Attribute;
