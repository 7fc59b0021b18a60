using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Company.WebApplication1;

/// <summary>Endpoints that sign a user in, tell who is signed in, and sign out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder api)
    {
        api.MapPost("/login", async (LoginRequest login, DemoUser users, HttpContext context) =>
        {
            if (users.Find(login.UserName, login.Password) is not { } user)
                return Results.Problem("User name or password is wrong.", statusCode: StatusCodes.Status401Unauthorized);

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
