using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>Caches of whole answers, the server's own and those on the way.</summary>
internal static class SharedCache
{
    /// <summary>Keeps this answer out of it, whatever its policies say.</summary>
    public static void Bar(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } outputCache)
            outputCache.Context.AllowCacheStorage = false;
    }

    /// <summary>Says that the answer depends on the session, to caches that the app lets store it all the same: they keep one for each cookie.</summary>
    public static void VaryByCookie(IHeaderDictionary headers)
    {
        if (!headers.Vary.ToString().Contains(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase))
            headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
    }
}
