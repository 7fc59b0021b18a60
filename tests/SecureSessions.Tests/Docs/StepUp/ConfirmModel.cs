using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Tests.Docs.StepUp;

#region page
[Authorize]
internal sealed class ConfirmModel(IUserSecrets secrets) : PageModel
{
    // By it the page shows the form for the password or the one for the code.
    [BindProperty(SupportsGet = true, Name = "acr_values")]
    public string? Level { get; set; }

    public async Task<IActionResult> OnPostPasswordAsync(string password, string? returnUrl)
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (!await secrets.IsPasswordAsync(session.UserId!, password))  // count the failures as at the login
            return Page();

        session.StepUp(["pwd"], "aal1");
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }

    public async Task<IActionResult> OnPostCodeAsync(string code, string? returnUrl)
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (!await secrets.IsCodeAsync(session.UserId!, code))
            return Page();

        session.StepUp(["pwd", "otp"], "aal2", validFor: TimeSpan.FromMinutes(5));
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
#endregion
