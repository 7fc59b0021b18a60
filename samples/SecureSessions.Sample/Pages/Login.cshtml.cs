using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace SecureSessions.Sample.Pages;

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
        ClaimsPrincipal? user = passwords.Find(username, password, out string? refusal);
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
