using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.IdentitySample.Pages;

/// <summary>Shows on which devices the user is signed in.</summary>
public sealed class IndexModel(ISecureSessionManager manager) : PageModel
{
    public IReadOnlyList<UserSession> Sessions { get; private set; } = [];

    public async Task OnGetAsync()
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (session.UserId is { } user)
            Sessions = await manager.ListAsync(user, session);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        ISecureSession session = HttpContext.GetSecureSession();
        if (session.UserId is not null)
            await manager.EndOthersAsync(session);
        return RedirectToPage();
    }
}
