using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace SecureSessions;

/// <summary>The user must have authenticated recently, at a high enough level, or both: by the sign-in or by a step-up.</summary>
/// <remarks>
/// <c>RequireFreshAuthentication</c> adds the requirement to endpoints and policies. It concerns the session of the request: to authorize
/// by hand, pass the <c>HttpContext</c> as the resource, or register <c>AddHttpContextAccessor()</c>.
/// </remarks>
public sealed class FreshAuthenticationRequirement : IAuthorizationRequirement
{
    /// <summary>Creates the requirement.</summary>
    /// <param name="maxAge">How long ago the authentication may be, at least one second; <see langword="null"/> for any time.</param>
    /// <param name="level">The least level, such as <c>aal2</c>; <see langword="null"/> for any.</param>
    /// <exception cref="ArgumentException">Neither an age nor a level is given, or one of them is invalid.</exception>
    public FreshAuthenticationRequirement(TimeSpan? maxAge = null, string? level = null)
    {
        if (maxAge is null && level is null)
        {
            throw new ArgumentException(
                "A guard without an age and without a level would ask for nothing. Give one of them, or both.", nameof(maxAge));
        }

        if (maxAge is { } age && (age < TimeSpan.FromSeconds(1) || age.TotalSeconds > int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxAge),
                maxAge,
                "An authentication may be between 1 second and 2147483647 seconds old: the way back from the authentication takes time.");
        }

        if (level is not null && !AuthenticationLevels.IsValidName(level))
        {
            throw new ArgumentException(
                $"'{level}' is no level. Name a level by printable ASCII characters without spaces, for example aal2.", nameof(level));
        }

        MaxAge = maxAge;
        Level = level;
    }

    /// <summary>How long ago the authentication may be; <see langword="null"/> for any time.</summary>
    public TimeSpan? MaxAge { get; }

    /// <summary>The least level; <see langword="null"/> for any.</summary>
    public string? Level { get; }

    /// <summary>The requirement as a sentence, for the log and for a failed result.</summary>
    /// <returns>A sentence.</returns>
    public override string ToString()
    {
        string age = MaxAge is { } maxAge
            ? string.Create(CultureInfo.InvariantCulture, $" within the last {(int)maxAge.TotalSeconds} seconds")
            : "";
        string level = Level is null ? "" : $" at level {Level}";
        return $"{nameof(FreshAuthenticationRequirement)}: the user must have authenticated{age}{level}.";
    }
}
