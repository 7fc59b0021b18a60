using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace SecureSessions.Sample.Pages;

/// <summary>Asks for the password again, within the session, and returns to the page that required it (docs/step-up.md).</summary>
[Authorize]
[EnableRateLimiting("floods")]
internal sealed class ReauthenticateModel(PasswordCheck passwords) : PageModel
{
    /// <summary>How old the authentication may be, in seconds. The guard that sent the browser here sets it.</summary>
    [BindProperty(SupportsGet = true, Name = "max_age")]
    public int? MaxAge { get; set; }

    public string? Refusal { get; private set; }

    public void OnGet()
    {
        // Nothing to prepare.
    }

    public IActionResult OnPost(string? password, string? returnUrl)
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (passwords.FindOwner(session, password, out string? refusal) is null)
        {
            Refusal = refusal;
            return Page();
        }

        session.StepUp(["pwd"], level: "aal1");
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/account");
    }
}
