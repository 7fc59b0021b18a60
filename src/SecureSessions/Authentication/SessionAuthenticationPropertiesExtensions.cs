using SecureSessions;

namespace Microsoft.AspNetCore.Authentication;

/// <summary>Records at a sign-in how the user authenticated.</summary>
public static class SessionAuthenticationPropertiesExtensions
{
    /// <summary>
    /// Records how the user authenticated. Without this call the session takes it from the principal's claims <c>amr</c>, <c>acr</c> and
    /// <c>auth_time</c>. Without these claims the session knows only that the user authenticated at the sign-in.
    /// </summary>
    /// <param name="properties">The properties of the sign-in.</param>
    /// <param name="methods">The methods of the authentication, such as <c>pwd</c>, <c>otp</c> or <c>hwk</c> (RFC 8176).</param>
    /// <param name="level">The level of the authentication, such as <c>aal2</c>; <see langword="null"/> for none.</param>
    /// <param name="at">
    /// When the user authenticated; <see langword="null"/> for the moment of the sign-in, which also replaces a time in the future.
    /// </param>
    /// <exception cref="ArgumentException">The methods and the level are more or longer than is allowed.</exception>
    public static void SetSessionAuthentication(
        this AuthenticationProperties properties, IEnumerable<string> methods, string? level = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(methods);
        SignInAuthentication.SetForSignIn(properties, SessionAuthentication.Create(at ?? DateTimeOffset.MaxValue, methods, level));
    }
}
