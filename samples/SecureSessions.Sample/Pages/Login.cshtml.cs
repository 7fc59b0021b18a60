using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// The login. Its form has a token, as every form of Razor Pages, and is refused without one. An attacker who could send the form from
/// another site would sign visitors in to the attacker's account, and later read what they leave there (ASVS 3.5.1).
/// </summary>
[EnableRateLimiting("floods")]
internal sealed class LoginModel(PasswordCheck passwords) : PageModel
{
    public string? Refusal { get; private set; }

    /// <summary>Why the session of the browser's cookie ended.</summary>
    public SessionEndReason? EndReason => HttpContext.GetSecureSession().EndReason;

    public void OnGet()
    {
        // Nothing to prepare.
    }

    public async Task<IActionResult> OnPostAsync(string? username, string? password, string? returnUrl)
    {
        (ClaimsPrincipal? user, Refusal) = await passwords.CheckAsync(HttpContext, username, password);
        if (user is null)
            return Page();

        var properties = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/account" };
        properties.SetSessionAuthentication(Levels.ByPassword, Levels.Password);
        return SignIn(user, properties, SecureSessionDefaults.AuthenticationScheme);
    }
}
