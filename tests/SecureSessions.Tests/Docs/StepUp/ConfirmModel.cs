using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Tests.Docs.StepUp;

#region page
[Authorize]
internal sealed class ConfirmModel(IUserSecrets secrets, ISignInAttempts attempts) : PageModel
{
    // By it the page shows the form for the password or the one for the code.
    [BindProperty(SupportsGet = true, Name = "acr_values")]
    public string? Level { get; set; }

    private string Account => User.Identity!.Name!;                     // as at the login

    public async Task<IActionResult> OnPostPasswordAsync(string password, string? returnUrl)
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (!(await attempts.AdmitAsync(HttpContext, Account)).IsAllowed)
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (!await secrets.IsPasswordAsync(session.UserId!, password))
            return await RefuseAsync("pwd");

        session.StepUp(["pwd"], "aal1");
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }

    public async Task<IActionResult> OnPostCodeAsync(string code, string? returnUrl)
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (!(await attempts.AdmitAsync(HttpContext, Account, method: "otp")).IsAllowed)
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (!await secrets.IsCodeAsync(session.UserId!, code))
            return await RefuseAsync("otp");

        session.StepUp(["pwd", "otp"], "aal2", validFor: TimeSpan.FromMinutes(5));
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }

    private async Task<IActionResult> RefuseAsync(string method)
    {
        await attempts.ReportFailedAsync(HttpContext, Account, method);
        return Page();
    }
}
#endregion
