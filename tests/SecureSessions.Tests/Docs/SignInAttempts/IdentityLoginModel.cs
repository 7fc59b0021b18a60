using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SecureSessions.Tests.Identity;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace SecureSessions.Tests.Docs.SignInAttempts;

#region identity-login
internal sealed class IdentityLoginModel(ISignInAttempts attempts, SignInManager<AppUser> signIn) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string email, string password)
    {
        if (!(await attempts.AdmitAsync(HttpContext, email)).IsAllowed)
            return StatusCode(StatusCodes.Status429TooManyRequests);

        // For a name that nobody has Identity computes no hash, and its answer comes sooner.
        if (await signIn.UserManager.FindByNameAsync(email) is null)
            signIn.UserManager.PasswordHasher.HashPassword(new AppUser(), password);

        SignInResult result = await signIn.PasswordSignInAsync(email, password, isPersistent: false, lockoutOnFailure: false);
        if (result.Succeeded)
            return LocalRedirect("/");

        if (result.RequiresTwoFactor)
        {
            await attempts.ReportSucceededAsync(HttpContext, email);    // the password was right, and nobody is signed in yet
            return RedirectToPage("/Code");
        }

        await attempts.ReportFailedAsync(HttpContext, email);
        return Page();
    }
}
#endregion
