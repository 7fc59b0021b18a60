using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SecureSessions.Tests.Identity;

namespace SecureSessions.Tests.Docs.SignInAttempts;

#region code
internal sealed class CodeModel(ISignInAttempts attempts, SignInManager<AppUser> signIn) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string code)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { UserName: { } name })
            return RedirectToPage("/Login");
        if (!(await attempts.AdmitAsync(HttpContext, name, method: "otp")).IsAllowed)
            return StatusCode(StatusCodes.Status429TooManyRequests);

        if ((await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)).Succeeded)
            return LocalRedirect("/");

        await attempts.ReportFailedAsync(HttpContext, name, method: "otp");
        return Page();
    }
}
#endregion
