namespace SecureSessions;

/// <summary>
/// Lets other sites send requests to an endpoint with the session cookie, and begin a session there: a page that a payment provider posts
/// to, a webhook. The attribute is for controllers, actions and page models; for other endpoints there is <c>AllowCrossSite()</c>.
/// </summary>
/// <remarks>
/// Security: the endpoint has to verify the sender of a request by other means. The attribute has an effect only if routing runs before
/// the session is loaded, as <c>WebApplication</c> arranges by itself.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowCrossSiteAttribute : Attribute;
