using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>The user's own sessions (ASVS 7.5.2). Whose they are always comes from the session of the request, never from the form.</summary>
[Authorize]
internal sealed class DevicesModel(ISecureSessionManager manager, IAuthorizationService authorization) : PageModel
{
    // By hand and not by the attribute: to look at the list needs no password, to end a session does.
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
            return SignOut(new AuthenticationProperties { RedirectUri = "/" });     // which takes the cookie back as well
        if (!await IsFreshNowAsync())
            return Reauthenticate();

        // Another user's session, one that has ended and no session at all are not told apart.
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
