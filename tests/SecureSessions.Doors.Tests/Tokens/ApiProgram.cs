using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>
/// An API that knows nothing of sessions, in a process of its own: <c>AddJwtBearer()</c> of ASP.NET Core with the address of the issuer's
/// metadata (<c>--metadata</c>).
/// </summary>
internal static class ApiProgram
{
    public const string Name = "api";

    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication().AddJwtBearer(bearer =>
        {
            bearer.MetadataAddress = builder.Configuration["metadata"]!;
            bearer.Audience = IssuerProgram.Api;
            bearer.MapInboundClaims = false;
        });
        await using WebApplication app = builder.Build();
        app.MapGet("/api", static (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization();
        await app.RunAsync();
    }
}
