using Microsoft.AspNetCore.Builder;

namespace SecureSessions.Doors.Tests.Docs.Yarp;

/// <summary>The code block of <c>docs/live-connections.md</c> on a reverse proxy.</summary>
internal static class YarpSnippets
{
    public static void Proxy(WebApplication app)
    {
        #region reverse-proxy
        app.MapReverseProxy().AbortWhenEnded();
        #endregion
    }
}
