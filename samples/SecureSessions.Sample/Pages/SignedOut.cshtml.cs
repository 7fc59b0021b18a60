using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// Says why the session of the browser's cookie ended. After a sign-out the browser has no cookie, and there is nothing more to say.
/// </summary>
internal sealed class SignedOutModel : PageModel
{
    private ISecureSession Session => HttpContext.GetSecureSession();

    public string Title => Session.UserId is null ? "You are signed out" : "You are signed in";

    public string Explanation => Session.EndReason is { } reason ? EndReasonText.Explain(reason) : "You have signed out.";
}
