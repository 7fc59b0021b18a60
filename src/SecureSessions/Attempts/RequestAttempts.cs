using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The attempts to sign in that one request makes, mostly one. A request that makes none has nothing of it.</summary>
internal sealed class RequestAttempts
{
    private readonly List<RequestAttempt> _attempts = [];

    /// <summary>The attempts whose outcome is not known yet.</summary>
    public IEnumerable<RequestAttempt> Open => _attempts.Where(static attempt => attempt.IsOpen);

    public static RequestAttempts? Of(HttpContext context) => context.Features.Get<RequestAttempts>();

    public static void Add(HttpContext context, RequestAttempt attempt)
    {
        RequestAttempts? attempts = Of(context);
        if (attempts is null)
            context.Features.Set(attempts = new RequestAttempts());
        attempts._attempts.Add(attempt);
    }

    /// <summary>The last attempt of a request on an account by a method.</summary>
    public static RequestAttempt? Find(HttpContext context, string name, string method) =>
        Of(context)?._attempts.FindLast(attempt => attempt.Name == name && attempt.Method == method);
}
