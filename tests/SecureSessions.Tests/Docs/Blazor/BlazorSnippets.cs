using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.Blazor;

/// <summary>The code blocks of <c>docs/blazor.md</c>, which <c>BlazorPageTests</c> compares.</summary>
internal static class BlazorSnippets
{
    public static void WithIdentity(WebApplicationBuilder builder)
    {
        #region with-identity
        builder.Services.AddSecureSessions().AddIdentitySessions().AddSessionCircuits();
        #endregion
    }

    public static void InItsPipeline(WebApplication app)
    {
        #region in-its-pipeline
        app.UseSecureSessions();
        #endregion
    }

    public static void Services(WebApplicationBuilder builder)
    {
        #region services
        builder.Services.AddSecureSessions().AddSessionAntiforgery().AddSessionCircuits();
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme)
            .AddSecureSession(pages => pages.LoginPath = "/login");
        builder.Services.AddAuthorization();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        #endregion
    }

    public static void Pipeline(WebApplication app)
    {
        #region pipeline
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecureSessions();
        app.UseAntiforgery();
        #endregion
    }

    public static async Task SignInAsync(HttpContext context, ClaimsPrincipal user, NavigationManager navigation)
    {
        #region sign-in
        // In a page without a render mode: context is its [CascadingParameter] HttpContext.
        await context.SignInAsync(user);
        navigation.NavigateTo("/account");
        #endregion
    }

    public static void Values(WebApplication app)
    {
        #region values
        app.MapPost("/theme", (HttpContext context, [Microsoft.AspNetCore.Mvc.FromForm] string theme) =>
        {
            context.GetSecureSession().SetString("theme", theme);
            return TypedResults.LocalRedirect("/");
        });
        #endregion
    }
}
