using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// Shows and ends the user's own sessions (ASVS 7.5.2). The user always comes from the session of the request, never from the form.
/// </summary>
[Authorize]
internal sealed class DevicesModel(ISecureSessionManager manager, IAuthorizationService authorization) : PageModel
{
    // The page checks this by hand and not by the attribute: to look at the list needs no password, to end a session does.
    private static readonly FreshAuthenticationRequirement Fresh = new(TimeSpan.FromMinutes(5));

    public IReadOnlyList<UserSession> Sessions { get; private set; } = [];

    public bool IsFresh { get; private set; }

    public bool IsMissing { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    private ISecureSession Current => HttpContext.GetSecureSession();

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostEndAsync(string? id)
    {
        if (id == Current.Id)
            return SignOut(new AuthenticationProperties { RedirectUri = "/" });     // SignOut() deletes the cookie as well
        if (!await IsFreshNowAsync())
            return Reauthenticate();

        // The answer does not tell whether the session is another user's, has ended, or never was.
        if (!SessionId.TryParse(id, out SessionId session) || !await manager.EndAsync(Current.UserId!, session))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            IsMissing = true;
            await LoadAsync();
            return Page();
        }

        Notice = "The session is ended.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        if (!await IsFreshNowAsync())
            return Reauthenticate();

        int ended = await manager.EndOthersAsync(Current);
        Notice = ended == 1 ? "One other session is ended." : $"{ended} other sessions are ended.";
        return RedirectToPage();
    }

    private async Task LoadAsync()
    {
        IsFresh = await IsFreshNowAsync();
        Sessions = await manager.ListAsync(Current.UserId!, Current);
    }

    private async Task<bool> IsFreshNowAsync() => (await authorization.AuthorizeAsync(User, HttpContext, Fresh)).Succeeded;

    private RedirectToPageResult Reauthenticate() => RedirectToPage("/Reauthenticate", new { ReturnUrl = "/devices" });
}
