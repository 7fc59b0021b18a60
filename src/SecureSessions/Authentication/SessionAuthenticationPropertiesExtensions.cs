using SecureSessions;

namespace Microsoft.AspNetCore.Authentication;

/// <summary>Says of a sign-in how the user proved who they are.</summary>
public static class SessionAuthenticationPropertiesExtensions
{
    /// <summary>
    /// Says how the user proved who they are. Without it the principal's claims <c>amr</c>, <c>acr</c> and <c>auth_time</c> say so, and without them
    /// the session knows only that it was at the sign-in.
    /// </summary>
    /// <param name="properties">The properties of the sign-in.</param>
    /// <param name="methods">By what, such as <c>pwd</c>, <c>otp</c> or <c>hwk</c> (RFC 8176).</param>
    /// <param name="level">What it is worth, such as <c>aal2</c>; <see langword="null"/> if nothing is to be said.</param>
    /// <param name="at">When; <see langword="null"/> for the moment of the sign-in, which is also what a time in the future becomes.</param>
    /// <exception cref="ArgumentException">The methods and the level are more or longer than allowed.</exception>
    public static void SetSessionAuthentication(
        this AuthenticationProperties properties, IEnumerable<string> methods, string? level = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(methods);
        SignInAuthentication.Say(properties, SessionAuthentication.Create(at ?? DateTimeOffset.MaxValue, methods, level));
    }
}
