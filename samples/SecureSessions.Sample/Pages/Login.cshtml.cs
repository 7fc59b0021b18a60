using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// The login. Its form has a token, as every form of Razor Pages, and is refused without one: who could send it from elsewhere would sign
/// visitors in as somebody else, and read later what they leave there (ASVS 3.5.1).
/// </summary>
[EnableRateLimiting("floods")]
internal sealed class LoginModel(PasswordCheck passwords) : PageModel
{
    public string? Refusal { get; private set; }

    /// <summary>Why the session ended whose cookie the browser still has.</summary>
    public SessionEndReason? EndReason => HttpContext.GetSecureSession().EndReason;

    public void OnGet()
    {
        // Nothing to prepare.
    }

    public IActionResult OnPost(string? username, string? password, string? returnUrl)
    {
        ClaimsPrincipal? user = passwords.FindVisitor(username, password, HttpContext.Connection.RemoteIpAddress, out string? refusal);
        if (user is null)
        {
            Refusal = refusal;
            return Page();
        }

        var properties = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/account" };
        properties.SetSessionAuthentication(["pwd"], level: "aal1");
        return SignIn(user, properties, SecureSessionDefaults.AuthenticationScheme);
    }
}
