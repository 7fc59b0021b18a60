using Microsoft.AspNetCore.Authorization;

namespace SecureSessions;

/// <summary>
/// Admits only signed-in users who have authenticated recently, at a high enough level, or both, by the sign-in or by a step-up. For
/// controllers, actions, Razor Pages and handlers of minimal APIs.
/// </summary>
/// <remarks>
/// If an endpoint has several of these attributes, the request must meet all of them. On a SignalR hub the attribute guards the connection.
/// On a method of a hub it requires only a signed-in user, because SignalR ignores requirements there.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireFreshAuthenticationAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    // The base class is AuthorizeAttribute, so that the framework reports an app that forgets UseAuthorization() instead of guarding
    // nothing.
    private readonly FreshAuthenticationRequirement _requirement;

    /// <summary>Requires an authentication of at most a certain age.</summary>
    /// <param name="maxAgeSeconds">How many seconds ago the authentication may be, at least 1.</param>
    /// <exception cref="ArgumentException">The age is below 1.</exception>
    public RequireFreshAuthenticationAttribute(int maxAgeSeconds)
        : this(new FreshAuthenticationRequirement(TimeSpan.FromSeconds(maxAgeSeconds)))
    {
    }

    /// <summary>Requires an authentication of at least a certain level, of any age.</summary>
    /// <param name="level">The least level, such as <c>aal2</c>.</param>
    /// <exception cref="ArgumentException">The level is invalid.</exception>
    public RequireFreshAuthenticationAttribute(string level)
        : this(new FreshAuthenticationRequirement(level: level))
    {
    }

    /// <summary>Requires one authentication that is both recent enough and of at least a certain level.</summary>
    /// <param name="maxAgeSeconds">How many seconds ago the authentication may be, at least 1.</param>
    /// <param name="level">The least level, such as <c>aal2</c>.</param>
    /// <exception cref="ArgumentException">The age is below 1, or the level is invalid.</exception>
    public RequireFreshAuthenticationAttribute(int maxAgeSeconds, string level)
        : this(new FreshAuthenticationRequirement(TimeSpan.FromSeconds(maxAgeSeconds), level))
    {
    }

    internal RequireFreshAuthenticationAttribute(FreshAuthenticationRequirement requirement) => _requirement = requirement;

    /// <summary>How many seconds ago the authentication may be; 0 for any number.</summary>
    public int MaxAgeSeconds => (int)(_requirement.MaxAge?.TotalSeconds ?? 0);

    /// <summary>The least level; <see langword="null"/> for any.</summary>
    public string? Level => _requirement.Level;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
