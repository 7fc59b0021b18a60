using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace SecureSessions;

/// <summary>The server's own cache of whole answers.</summary>
internal static class SharedCache
{
    /// <summary>Keeps this answer out of it, whatever its policies say.</summary>
    public static void Bar(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } outputCache)
            outputCache.Context.AllowCacheStorage = false;
    }
}
