using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// Shows what happened to the user's account: the events that this process saw, and the sessions that have ended, which the store keeps.
/// </summary>
[Authorize]
internal sealed class SecurityModel(ISecureSessionManager manager, RecentEvents recent) : PageModel
{
    public IReadOnlyList<SecureSessionEvent> Events { get; private set; } = [];

    public IEnumerable<SecureSessionEvent> NewDevices =>
        Events.Where(static e => e is { Type: SessionEventType.Created, IsNewDevice: true });

    public IReadOnlyList<PastSession> Past { get; private set; } = [];

    public async Task OnGetAsync()
    {
        string userId = HttpContext.GetSecureSession().UserId!;
        Events = recent.Of(userId);
        Past = await manager.HistoryAsync(userId);
    }
}
