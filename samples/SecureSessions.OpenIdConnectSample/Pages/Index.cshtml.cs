using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.OpenIdConnectSample.Pages;

/// <summary>Shows who is signed in, and until when the provider's access token is good.</summary>
public sealed class IndexModel(IConfiguration configuration) : PageModel
{
    public ISecureSession Session => HttpContext.GetSecureSession();

    public string? TokenExpiresAt { get; private set; }

    public string Provider => configuration["Provider"]!;

    public async Task OnGetAsync() => TokenExpiresAt = await HttpContext.GetTokenAsync("expires_at");

    public IActionResult OnPostSignIn() => Challenge(new AuthenticationProperties { RedirectUri = "/" });

    public IActionResult OnPostSignOut() => SignOut(
        new AuthenticationProperties { RedirectUri = "/" },
        SecureSessionDefaults.AuthenticationScheme,
        OpenIdConnectDefaults.AuthenticationScheme);
}
