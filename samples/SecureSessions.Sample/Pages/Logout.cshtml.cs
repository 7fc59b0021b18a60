using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>Signs out, by POST only: a link or an image must not be able to sign a user out (ASVS 3.5.3).</summary>
internal sealed class LogoutModel : PageModel
{
    public IActionResult OnGet()
    {
        Response.Headers.Allow = HttpMethods.Post;
        return StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    public IActionResult OnPost() => SignOut(new AuthenticationProperties { RedirectUri = "/" });
}
