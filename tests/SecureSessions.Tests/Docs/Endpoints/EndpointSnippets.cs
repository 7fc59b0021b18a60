using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Docs.Endpoints;

/// <summary>The code blocks of docs/endpoints.md.</summary>
internal static class EndpointSnippets
{
    public static void Map(WebApplication app)
    {
        #region map
        app.UseSecureSessions();
        app.MapSecureSessions("/session");
        #endregion
    }

    public static void Configure(WebApplication app)
    {
        #region configure
        app.MapSecureSessions("/api/session", o => o.FreshAuthenticationForEnding = TimeSpan.FromMinutes(15))
            .WithTags("Account")                                    // conventions of your own, for all of them
            .RequireHost("www.example.com");
        #endregion
    }
}
