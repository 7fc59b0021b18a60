using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// Asks for the password again or for a code, within the session, and returns to the page that required it (docs/step-up.md).
/// </summary>
[Authorize]
[EnableRateLimiting("floods")]
internal sealed class ReauthenticateModel(PasswordCheck passwords, CodeCheck codes, SecondFactors factors) : PageModel
{
    /// <summary>How old the authentication may be, in seconds. The guard that sent the browser here sets it.</summary>
    [BindProperty(SupportsGet = true, Name = "max_age")]
    public int? MaxAge { get; set; }

    /// <summary>The level that is required, if one is. The guard sets it.</summary>
    [BindProperty(SupportsGet = true, Name = "acr_values")]
    public string? Level { get; set; }

    public bool AsksForCode => Level == Levels.TwoFactors;

    public string? Refusal { get; private set; }

    public IActionResult OnGet(string? returnUrl) =>
        AsksForCode && !factors.Has(HttpContext.GetSecureSession().UserId!)
            ? RedirectToPage("/SecondFactor", new { ReturnUrl = returnUrl })
            : Page();

    public async Task<IActionResult> OnPostAsync(string? password, string? code, string? returnUrl)
    {
        ISecureSession session = HttpContext.GetSecureSession();
        Refusal = await (AsksForCode ? UseCodeAsync(session, code) : CheckPasswordAsync(session, password));
        return Refusal is null ? LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/account") : Page();
    }

    private async ValueTask<string?> UseCodeAsync(ISecureSession session, string? code)
    {
        string? refusal = await codes.UseAsync(HttpContext, code);
        if (refusal is null)
            session.StepUp(Levels.ByPasswordAndCode, Levels.TwoFactors, Levels.CodeLifetime);

        return refusal;
    }

    private async ValueTask<string?> CheckPasswordAsync(ISecureSession session, string? password)
    {
        (ClaimsPrincipal? user, string? refusal) = await passwords.CheckAsync(HttpContext, session.UserId, password);
        if (user is not null)
            session.StepUp(Levels.ByPassword, Levels.Password);

        return refusal;
    }
}
