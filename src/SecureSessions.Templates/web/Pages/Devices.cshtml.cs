using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SecureSessions;

namespace Company.WebApplication1.Pages;

/// <summary>Shows and ends the user's own sessions. The user comes from the session of the request, never from the form.</summary>
[Authorize]
internal sealed class DevicesModel(ISecureSessionManager manager) : PageModel
{
    public IReadOnlyList<UserSession> Sessions { get; private set; } = [];

    private ISecureSession Current => HttpContext.GetSecureSession();

    public async Task OnGetAsync() => Sessions = await manager.ListAsync(Current.UserId!, Current);

    public async Task<IActionResult> OnPostEndAsync(string? id)
    {
        // A session that has ended meanwhile is no longer on the list, which is all that the user wanted.
        if (SessionId.TryParse(id, out SessionId session))
            await manager.EndAsync(Current.UserId!, session);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        await manager.EndOthersAsync(Current);
        return RedirectToPage();
    }
}
