using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The request that a call belongs to. It is the origin of events about other sessions that the call changes.</summary>
/// <remarks>
/// If an app registers <c>AddHttpContextAccessor()</c>, the request is known everywhere, at a cost for every request. The endpoints of this
/// library make it known where they need it: all accessors share one slot, which flows with the call.
/// </remarks>
internal static class AmbientRequest
{
    private static readonly HttpContextAccessor Accessor = new();

    public static HttpContext? Current => Accessor.HttpContext;

    /// <summary>Makes the request the current one until the result is disposed.</summary>
    public static IDisposable? Enter(HttpContext context)
    {
        if (Accessor.HttpContext is not null)
            return null;

        Accessor.HttpContext = context;
        return new Scope();
    }

    private sealed class Scope : IDisposable
    {
        public void Dispose() => Accessor.HttpContext = null;
    }
}
