using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SecureSessions;

namespace Company.WebApplication1.Pages;

/// <summary>The user's own sessions. Whose they are comes from the session of the request, never from the form.</summary>
[Authorize]
internal sealed class DevicesModel(ISecureSessionManager manager) : PageModel
{
    public IReadOnlyList<UserSession> Sessions { get; private set; } = [];

    private ISecureSession Current => HttpContext.GetSecureSession();

    public async Task OnGetAsync() => Sessions = await manager.ListAsync(Current.UserId!, Current);

    public async Task<IActionResult> OnPostEndAsync(string? id)
    {
        // One that has ended meanwhile is gone from the list, which is all that the user wanted.
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
