using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>Caches of whole answers: the server's output cache, and caches between server and browser.</summary>
internal static class SharedCache
{
    /// <summary>Keeps this answer out of the output cache, whatever its policies say.</summary>
    public static void ForbidStorage(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } outputCache)
            outputCache.Context.AllowCacheStorage = false;
    }

    /// <summary>
    /// Adds <c>Vary: Cookie</c>: if the app lets caches store an answer that depends on the session, they keep one for each cookie.
    /// </summary>
    public static void VaryByCookie(IHeaderDictionary headers)
    {
        if (!headers.Vary.ToString().Contains(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase))
            headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
    }
}
