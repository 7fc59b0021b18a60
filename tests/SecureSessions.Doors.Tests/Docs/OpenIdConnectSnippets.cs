using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Doors.Tests.Docs;

/// <summary>The code blocks of <c>docs/openid-connect.md</c>.</summary>
internal static class OpenIdConnectSnippets
{
    public static void Whole(string[] args)
    {
        #region whole-app
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSecureSessions().AddOpenIdConnectSessions();
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(options =>
            {
                options.DefaultScheme = SecureSessionDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddSecureSession()
            .AddOpenIdConnect(options =>
            {
                options.Authority = builder.Configuration["Oidc:Authority"];
                options.ClientId = builder.Configuration["Oidc:ClientId"];
                options.ClientSecret = builder.Configuration["Oidc:ClientSecret"];
                options.ResponseType = "code";
                options.MapInboundClaims = false;                   // claims keep the names of the provider
                options.TokenValidationParameters.NameClaimType = "name";
                options.SaveTokens = true;                          // in the session, sealed
                options.Scope.Add("offline_access");                // for a refresh token
            });

        WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapBackChannelLogout();                                 // POST /backchannel-logout
        app.MapGet("/", (HttpContext context) => $"Hello {context.User.Identity!.Name}").RequireAuthorization();
        app.MapPost("/logout", () => Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" },
            [SecureSessionDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.Run();
        #endregion
    }

    public static async Task<string?> TokenAsync(HttpContext context)
    {
        #region token
        string? token = await context.GetTokenAsync("access_token");    // fresh: it was refreshed before the handler runs
        #endregion
        return token;
    }

    public static void Refresh(WebApplicationBuilder builder)
    {
        #region refresh
        builder.Services.AddSecureSessions().AddOpenIdConnectSessions(configure: options =>
        {
            options.RefreshBefore = TimeSpan.FromMinutes(2);            // 1 minute by default
            options.ConfigureTokenRequest = request => request.Resource = "https://api.example";
        });
        #endregion
    }

    public static async Task EndAsync(ISecureSessionManager sessions, string issuer, string sid)
    {
        #region end-sessions
        int ended = await sessions.EndProviderSessionsAsync(new ProviderSession(issuer, sid, Subject: null));
        #endregion
        _ = ended;
    }

    public static void KeepSid(ClaimsIdentity local, ClaimsPrincipal external)
    {
        #region keep-sid
        Claim sid = external.FindFirst("sid")!;
        local.AddClaim(new Claim("sid", sid.Value, sid.ValueType, sid.Issuer));
        local.AddClaim(new Claim("sub", external.FindFirst("sub")!.Value, ClaimValueTypes.String, sid.Issuer));
        #endregion
    }
}
