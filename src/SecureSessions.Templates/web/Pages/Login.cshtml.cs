using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using SecureSessions;

namespace Company.WebApplication1.Pages;

[EnableRateLimiting("login")]
internal sealed class LoginModel(DemoUser users, ISignInAttempts attempts) : PageModel
{
    public bool IsRefused { get; private set; }

    /// <summary>After how many seconds to try again, if there were too many wrong passwords.</summary>
    public int? RetryAfter { get; private set; }

    public async Task<IActionResult> OnPostAsync(string? userName, string? password, string? returnUrl)
    {
        SignInAdmission admission = await attempts.AdmitAsync(HttpContext, userName ?? "");
        if (!admission.IsAllowed)
        {
            RetryAfter = admission.RetryAfterSeconds;
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Page();
        }

        if (users.Find(userName, password) is not { } user)
        {
            await attempts.ReportFailedAsync(HttpContext, userName ?? "");
            IsRefused = true;
            return Page();
        }

        var properties = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/" };
        properties.SetSessionAuthentication(["pwd"]);
        return SignIn(user, properties, SecureSessionDefaults.AuthenticationScheme);
    }
}
