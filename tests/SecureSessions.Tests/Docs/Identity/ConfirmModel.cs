using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SecureSessions.Tests.Identity;

namespace SecureSessions.Tests.Docs.Identity;

#region confirm
[Authorize]
internal sealed class ConfirmModel(
    UserManager<AppUser> users, SignInManager<AppUser> signIn, ISignInAttempts attempts) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string password, string? returnUrl)
    {
        AppUser user = (await users.GetUserAsync(User))!;
        if (!(await attempts.AdmitAsync(HttpContext, user.UserName!)).IsAllowed)
            return StatusCode(StatusCodes.Status429TooManyRequests);

        if (!(await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: false)).Succeeded)
        {
            await attempts.ReportFailedAsync(HttpContext, user.UserName!);
            return Page();
        }

        HttpContext.GetSecureSession().StepUp(["pwd"], "aal1");
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
#endregion
