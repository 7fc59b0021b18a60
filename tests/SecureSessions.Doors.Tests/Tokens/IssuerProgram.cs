using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>An app that issues tokens, in a process of its own: <c>--issuer</c>, <c>--urls</c>.</summary>
internal static class IssuerProgram
{
    public const string Name = "issuer";
    public const string Api = "https://api.example.com";
    public const string ClientId = "example-cli";
    public const string IntrospectionKey = "resource-server";

    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSecureSessions(static options => options.StoreTimeout = Patience.StoreTimeout).AddTokens(tokens =>
        {
            tokens.Issuer = builder.Configuration["issuer"];
            tokens.Audiences.Add(Api);
        });
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession().AddSessionBearer();
        builder.Services.AddAuthorizationBuilder().AddPolicy("resource-servers", static policy => policy.RequireAssertion(
            static context => context.Resource is HttpContext http && http.Request.Headers["X-Key"] == IntrospectionKey));
        await using WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapSecureSessionTokens(configure: static endpoints => endpoints.IntrospectionPolicy = "resource-servers");
        app.MapPost("/sign-in/{user}", SignInAsync);
        app.MapGet("/api", static (ClaimsPrincipal user) => user.FindFirstValue("sub"))
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme });
        await app.RunAsync();
    }

    private static async Task<string> SignInAsync(HttpContext context, ISecureSessionTokens tokens, string user) =>
        (await tokens.SignInAsync(context, SmallApp.PrincipalOf(user), new SessionTokenSignIn { ClientId = ClientId })).RefreshToken;
}
