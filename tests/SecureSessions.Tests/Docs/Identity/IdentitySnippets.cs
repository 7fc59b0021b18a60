using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Tests.Identity;

namespace SecureSessions.Tests.Docs.Identity;

/// <summary>The code blocks of <c>docs/identity.md</c>.</summary>
internal static class IdentitySnippets
{
    public static void Add(WebApplicationBuilder builder)
    {
        #region add
        builder.Services.AddSecureSessions().AddIdentitySessions();
        #endregion
    }

    public static void Use(WebApplication app)
    {
        #region use
        app.UseSecureSessions();
        #endregion
    }

    public static async Task ChangePasswordAsync(
        UserManager<AppUser> users, SignInManager<AppUser> signIn, AppUser user, string oldPassword, string newPassword)
    {
        #region change-password
        IdentityResult result = await users.ChangePasswordAsync(user, oldPassword, newPassword);
        if (result.Succeeded)
            await signIn.RefreshSignInAsync(user);                  // this session goes on, all others end
        #endregion
    }

    public static async Task ResetPasswordAsync(
        UserManager<AppUser> users, ISecureSessionManager manager, AppUser user, string token, string password)
    {
        #region reset-password
        IdentityResult result = await users.ResetPasswordAsync(user, token, password);
        if (result.Succeeded)
            await manager.EndAllAsync(user.Id);                     // now, and not at the next validation
        #endregion
    }

    public static void Interval(WebApplicationBuilder builder)
    {
        #region interval
        builder.Services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(5));
        #endregion
    }

    public static void Remember(WebApplicationBuilder builder)
    {
        #region remember-me
        builder.Services.AddSecureSessions(o =>
        {
            o.RememberedIdleTimeout = TimeSpan.FromDays(7);         // 14 days by default
            o.RememberedAbsoluteTimeout = TimeSpan.FromDays(90);    // 30 days by default
        }).AddIdentitySessions();
        #endregion
    }

    public static void Guard(WebApplicationBuilder builder)
    {
        #region step-up
        builder.Services.AddAuthorizationBuilder().AddPolicy(
            "fresh", policy => policy.RequireFreshAuthentication(TimeSpan.FromMinutes(5)));
        builder.Services.AddRazorPages(pages =>
        {
            pages.Conventions.AuthorizeAreaPage("Identity", "/Account/Manage/Email", "fresh");
            pages.Conventions.AuthorizeAreaPage("Identity", "/Account/Manage/TwoFactorAuthentication", "fresh");
        });
        builder.Services.AddSecureSessions().AddIdentitySessions(pages => pages.ReauthenticationPath = "/Confirm");
        #endregion
    }

    public static async Task AddRoleAsync(UserManager<AppUser> users, ISecureSessionManager manager, AppUser user)
    {
        #region roles
        await users.AddToRoleAsync(user, "editor");
        await manager.RequireRefreshAsync(user.Id);                 // each session of the user has the role at its next request
        #endregion
    }

    public static void AddApi(WebApplicationBuilder builder)
    {
        #region api
        builder.Services.AddIdentityApiEndpoints<AppUser>();
        builder.Services.AddSecureSessions().AddIdentitySessions();
        #endregion
    }

    public static void MapApi(IEndpointRouteBuilder app)
    {
        #region map-api
        app.MapIdentityApi<AppUser>();                              // POST /login?useCookies=true signs in to a session
        #endregion
    }
}
