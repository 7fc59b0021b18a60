using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The request that a call belongs to, for events of what the call does to other sessions.</summary>
/// <remarks>
/// An app that registers <c>AddHttpContextAccessor()</c> has it everywhere, and pays for it with every request. Ours have it where they need it:
/// all accessors share one slot, which flows with the call.
/// </remarks>
internal static class AmbientRequest
{
    private static readonly HttpContextAccessor Accessor = new();

    public static HttpContext? Current => Accessor.HttpContext;

    /// <summary>Until the result is disposed, this is the request.</summary>
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
