using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// Shows all users, their sessions and their roles. The administrator is the actor of every change, and the events say so (<c>Actor</c>).
/// </summary>
[Authorize(Roles = Roles.Admin)]
[RequireFreshAuthentication(maxAgeSeconds: 300)]
internal sealed class AdminModel(ISecureSessionManager manager, DemoUsers users) : PageModel
{
    public ISecureSession Current => HttpContext.GetSecureSession();

    public IReadOnlyList<ListedUser> Listed { get; private set; } = [];

    public string? Problem { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostEndAsync(string? user, string? id)
    {
        if (id == Current.Id)
            return SignOut(new AuthenticationProperties { RedirectUri = "/" });     // SignOut() deletes the cookie as well
        if (!IsUser(user)
            || !SessionId.TryParse(id, out SessionId session)
            || !await manager.EndAsync(user!, session, actor: Current.UserId))
            return await RefuseAsync("There is no such session. It may have ended already.");

        Notice = $"The session of {user} is ended.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndAllAsync(string? user)
    {
        if (!IsUser(user))
            return await RefuseAsync("There is no such user.");

        int ended = user == Current.UserId
            ? await manager.EndOthersAsync(Current)
            : await manager.EndAllAsync(user!, actor: Current.UserId);
        Notice = ended == 1 ? $"One session of {user} is ended." : $"{ended} sessions of {user} are ended.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRoleAsync(string? user, string? role, bool reauthenticate)
    {
        if (user == Current.UserId || !users.TrySetRole(user ?? "", role ?? ""))
            return await RefuseAsync("There is no such user or role, or it is your own.");

        // This comes after the change, so that the refresher finds the new role.
        int marked = await manager.RequireRefreshAsync(user!, actor: Current.UserId, reauthenticate);
        Notice = $"{user} is {role} now. Open sessions that take it over with their next request: {marked}.";
        return RedirectToPage();
    }

    private bool IsUser(string? name) => name is not null && users.RoleOf(name) is not null;

    private async Task<IActionResult> RefuseAsync(string problem)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        Problem = problem;
        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync()
    {
        List<ListedUser> listed = [];
        foreach ((string name, _) in DemoUsers.Accounts)
            listed.Add(new ListedUser(name, users.RoleOf(name)!, await manager.ListAsync(name, Current)));
        Listed = listed;
    }
}
