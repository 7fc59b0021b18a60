using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using SecureSessions;

namespace Company.WebApplication1;

/// <summary>Endpoints that sign a user in, tell who is signed in, and sign out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder api)
    {
        api.MapPost("/login", async (LoginRequest login, DemoUser users, ISignInAttempts attempts, HttpContext context) =>
        {
            SignInAdmission admission = await attempts.AdmitAsync(context, login.UserName ?? "");
            if (!admission.IsAllowed)
            {
                context.Response.Headers.RetryAfter = admission.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return Results.Problem("There were too many wrong passwords.", statusCode: StatusCodes.Status429TooManyRequests);
            }

            if (users.Find(login.UserName, login.Password) is not { } user)
            {
                await attempts.ReportFailedAsync(context, login.UserName ?? "");
                return Results.Problem("User name or password is wrong.", statusCode: StatusCodes.Status401Unauthorized);
            }

            var properties = new AuthenticationProperties();
            properties.SetSessionAuthentication(["pwd"]);
            await context.SignInAsync(user, properties);
            return Results.NoContent();
        }).RequireRateLimiting("login");

        api.MapPost("/logout", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.NoContent();
        });

        api.MapGet("/me", (ClaimsPrincipal user) => new CurrentUser(user.Identity!.Name!)).RequireAuthorization();
    }

    private sealed record LoginRequest(string? UserName, string? Password);

    private sealed record CurrentUser(string Name);
}
