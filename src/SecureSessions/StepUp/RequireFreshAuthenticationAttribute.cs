using Microsoft.AspNetCore.Authorization;

namespace SecureSessions;

/// <summary>
/// Lets only those in who have authenticated not long ago, at a level that is high enough, or both: by signing in or by a step-up. For controllers,
/// actions, Razor Pages and handlers of minimal APIs; nobody gets in who is not signed in.
/// </summary>
/// <remarks>
/// Several guards of one endpoint must all be met. On a SignalR hub it guards the connection; on a method of a hub it asks for a signed-in user
/// only, because SignalR does not look at requirements there.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireFreshAuthenticationAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    // An AuthorizeAttribute: without it, an app that forgets UseAuthorization() would be told nothing and guard nothing.
    private readonly FreshAuthenticationRequirement _requirement;

    /// <summary>Asks for an authentication of a certain age.</summary>
    /// <param name="maxAgeSeconds">How many seconds ago it may be, at least 1.</param>
    /// <exception cref="ArgumentException">It is below 1.</exception>
    public RequireFreshAuthenticationAttribute(int maxAgeSeconds)
        : this(new FreshAuthenticationRequirement(TimeSpan.FromSeconds(maxAgeSeconds)))
    {
    }

    /// <summary>Asks for an authentication of a certain level, of any age.</summary>
    /// <param name="level">The least level, such as <c>aal2</c>.</param>
    /// <exception cref="ArgumentException">It is no level.</exception>
    public RequireFreshAuthenticationAttribute(string level)
        : this(new FreshAuthenticationRequirement(level: level))
    {
    }

    /// <summary>Asks for one authentication that is of a certain age and a certain level.</summary>
    /// <param name="maxAgeSeconds">How many seconds ago it may be, at least 1.</param>
    /// <param name="level">The least level, such as <c>aal2</c>.</param>
    /// <exception cref="ArgumentException">The age is below 1, or the level is none.</exception>
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
