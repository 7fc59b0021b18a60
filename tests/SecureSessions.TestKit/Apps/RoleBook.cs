using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.TestKit;

/// <summary>
/// An app's own data, which says who has which role and changes while users are signed in, and the refresher that reads it.
/// </summary>
public sealed class RoleBook : IPrincipalRefresher
{
    private readonly ConcurrentDictionary<string, string> _roles = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>How often a principal was asked for.</summary>
    public int Asked => _asked;

    /// <summary>Runs after the role was looked up and before the answer; a test can wait here, or throw.</summary>
    public Func<PrincipalRefreshContext, Task>? BeforeAnswer { get; set; }

    /// <summary>Makes the principal, in place of that of the user.</summary>
    public Func<PrincipalRefreshContext, ClaimsPrincipal>? Answer { get; set; }

    /// <summary>The small app, and what role a user has: <c>/role</c>, or without activity <c>/poll-role</c>.</summary>
    public static void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.MapGet("/role", static (HttpContext context) => RoleOf(context.User));
        app.MapGet("/poll-role", static (HttpContext context) => RoleOf(context.User)).AsPassive();
    }

    /// <summary>Starts that app with this refresher.</summary>
    /// <param name="more">More that is mapped.</param>
    public Task<SessionHost> StartAsync(Action<WebApplication> more) => SessionHost.StartAsync(new SessionHostSettings
    {
        ConfigureSessions = AddTo,
        Map = app =>
        {
            Map(app);
            more(app);
        },
    });

    public void AddTo(SecureSessionsBuilder sessions)
    {
        sessions.Services.AddSingleton(this);
        sessions.AddPrincipalRefresher<RoleBook>();
    }

    public void Give(string user, string role) => _roles[user] = role;

    /// <summary>From now on the user may not have a session at all.</summary>
    public void Bar(string user) => _roles.TryRemove(user, out _);

    public async ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Interlocked.Increment(ref _asked);
        string? role = _roles.GetValueOrDefault(context.UserId);
        if (BeforeAnswer is { } before)
            await before(context);
        if (Answer is { } answer)
            return answer(context);
        return role is null ? null : new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, context.UserId), new Claim(ClaimTypes.Role, role)], "role book"));
    }

    private static string RoleOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.Role) ?? "none";
}
