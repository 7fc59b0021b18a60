using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Transforms;

namespace SecureSessions.Doors.Tests.Docs.Bff;

/// <summary>The code block of <c>docs/bff.md</c>.</summary>
internal static class BffSnippets
{
    public static void Whole(string[] args)
    {
        #region whole-app
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSecureSessions(options => options.CrossSite.Strict = true).AddOpenIdConnectSessions();
        builder.Services.AddAuthorization();
        builder.Services.AddHttpForwarder();                        // of YARP
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme)
            .AddSecureSession()                                     // no login page: a call without a session is answered 401
            .AddOpenIdConnect(options =>
            {
                options.Authority = builder.Configuration["Oidc:Authority"];
                options.ClientId = builder.Configuration["Oidc:ClientId"];
                options.ClientSecret = builder.Configuration["Oidc:ClientSecret"];
                options.ResponseType = "code";
                options.MapInboundClaims = false;
                options.TokenValidationParameters.NameClaimType = "name";
                options.SaveTokens = true;                          // in the session, sealed
                options.Scope.Add("offline_access");                // for a refresh token
            });

        WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapBackChannelLogout();                                 // POST /backchannel-logout
        app.MapSecureSessions("/session");                          // the state of the session, for the page
        app.MapGet("/login", () => Results.Challenge(
            new AuthenticationProperties { RedirectUri = "/" }, [OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapPost("/logout", () => Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" },
            [SecureSessionDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapForwarder("/api/{**path}", builder.Configuration["Api"]!, api =>
            {
                api.AddRequestTransform(async call =>
                {
                    string? token = await call.HttpContext.GetTokenAsync("access_token");
                    call.ProxyRequest.Headers.Remove("Cookie");     // the API never sees the session
                    call.ProxyRequest.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                });
                api.AddResponseHeaderRemove("Set-Cookie");          // and cannot replace its cookie
            })
            .RequireAuthorization()
            .AbortWhenEnded();                                      // WebSockets and event streams end with the session
        app.Run();
        #endregion
    }
}
