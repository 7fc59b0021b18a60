using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>Says why the session ended whose cookie the browser still has. After a sign-out it has none, and there is nothing more to say.</summary>
internal sealed class SignedOutModel : PageModel
{
    private ISecureSession Session => HttpContext.GetSecureSession();

    public string Title => Session.UserId is null ? "You are signed out" : "You are signed in";

    public string Explanation => Session.EndReason is { } reason ? EndReasonText.Explain(reason) : "You have signed out.";
}
