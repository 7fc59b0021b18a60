namespace SecureSessions;

/// <summary>What happens to a request with a session cookie while the store is down.</summary>
public enum StoreFailureBehavior
{
    /// <summary>
    /// The request is answered 503 with <c>Retry-After</c>. Its handler does not run, and the cookie stays (ASVS 16.5.3).
    /// </summary>
    ServiceUnavailable = 1,

    /// <summary>
    /// The request goes on as anonymous, and the cookie stays. The request can neither create a session nor end the session of its cookie:
    /// a write, a sign-in, a sign-out and <see cref="ISecureSession.End"/> are answered 503.
    /// </summary>
    ContinueAsAnonymous = 2,
}
