using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Tests.Docs.SignInAttempts;

#region login
internal sealed class LoginModel(ISignInAttempts attempts, IUsers users) : PageModel
{
    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnPostAsync(string email, string password)
    {
        SignInAdmission admission = await attempts.AdmitAsync(HttpContext, email);  // before the password is looked at
        if (!admission.IsAllowed)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = admission.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            Refusal = $"There were too many failed attempts. Try again in {admission.RetryAfterSeconds} s.";
            return Page();
        }

        if (await users.FindAsync(email, password) is not { } principal)
        {
            admission = await attempts.ReportFailedAsync(HttpContext, email);
            if (admission.IsExhausted)
                await users.DisablePasswordAsync(email);        // until its owner has set a new one, by a link in a mail
            Refusal = "User name or password is wrong.";        // the same for names that nobody has
            return Page();
        }

        await HttpContext.SignInAsync(principal);               // and the failures are forgotten
        return LocalRedirect("/");
    }
}
#endregion
