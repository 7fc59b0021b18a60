using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.Users;

/// <summary>The code blocks of the page on users.</summary>
internal static class UserPages
{
    public static void Devices(WebApplication app)
    {
        #region list
        app.MapGet("/devices", async (HttpContext context, ISecureSessionManager manager) =>
        {
            ISecureSession session = context.GetSecureSession();
            IReadOnlyList<UserSession> sessions = await manager.ListAsync(session.UserId!, session);
            return sessions.Select(s => new { s.Id, s.Device, s.Network, s.LastSeenAt, s.Authentication?.Methods, s.IsCurrent });
        }).RequireAuthorization();
        #endregion

        #region end
        app.MapPost("/devices/{id}/end", async (string id, HttpContext context, ISecureSessionManager manager) =>
            SessionId.TryParse(id, out SessionId session) && await manager.EndAsync(context.GetSecureSession().UserId!, session)
                ? Results.NoContent()
                : Results.NotFound()).RequireAuthorization();
        #endregion

        #region history
        app.MapGet("/devices/past", async (HttpContext context, ISecureSessionManager manager) =>
        {
            IReadOnlyList<PastSession> sessions = await manager.HistoryAsync(context.GetSecureSession().UserId!);
            return sessions.Select(s => new { s.Device, s.CreatedAt, s.EndedAt, Reason = s.Reason.ToString() });
        }).RequireAuthorization();
        #endregion
    }

    public static async Task ChangePasswordAsync(HttpContext context, ISecureSessionManager manager, IAccounts accounts, string password)
    {
        #region end-others
        ISecureSession session = context.GetSecureSession();
        await accounts.ChangePasswordAsync(session.UserId, password);
        int ended = await manager.EndOthersAsync(session);          // this session goes on, with a new secret
        #endregion
        _ = ended;
    }

    public static async Task BarAsync(HttpContext context, ISecureSessionManager manager, IAccounts accounts, string userId)
    {
        #region end-all
        await accounts.BarAsync(userId);                            // first, so that nobody signs in behind it
        int ended = await manager.EndAllAsync(userId, actor: context.User.Identity?.Name);
        #endregion
        _ = ended;
    }

    public static async Task ForgetAsync(HttpContext context, ISecureSessionManager manager, IAccounts accounts, string userId)
    {
        #region forget
        await accounts.BarAsync(userId);
        int ended = await manager.ForgetUserAsync(userId, actor: context.User.Identity?.Name);
        #endregion
        _ = ended;
    }

    public static async Task EndAtProviderAsync(ISecureSessionManager manager, string issuer, string? sid, string? subject)
    {
        #region end-provider
        int ended = await manager.EndProviderSessionsAsync(new ProviderSession(issuer, sid, subject));
        #endregion
        _ = ended;
    }

    public static void AddCheck(WebApplicationBuilder builder)
    {
        #region add-check
        builder.Services.AddSecureSessions().AddSessionValidator<AccountCheck>();
        #endregion
    }

    public static void AddRefresher(WebApplicationBuilder builder)
    {
        #region add-refresher
        builder.Services.AddSecureSessions().AddPrincipalRefresher<AccountRefresher>();
        #endregion
    }

    public static async Task SetRoleAsync(HttpContext context, ISecureSessionManager manager, IAccounts accounts, string userId)
    {
        #region require-refresh
        await accounts.SetRoleAsync(userId, "editor");              // first, so that the refresher finds it
        int marked = await manager.RequireRefreshAsync(userId, actor: context.User.Identity?.Name);
        #endregion
        _ = marked;
    }

    public static async Task PromoteAsync(HttpContext context, ISecureSessionManager manager, IAccounts accounts, string userId)
    {
        #region require-reauthentication
        await accounts.SetRoleAsync(userId, "treasurer");
        await manager.RequireRefreshAsync(userId, actor: context.User.Identity?.Name, reauthenticate: true);
        #endregion
    }
}
