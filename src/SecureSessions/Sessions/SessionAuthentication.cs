namespace SecureSessions;

/// <summary>
/// How and when the user of a session proved who they are (OpenID Connect <c>auth_time</c>, <c>amr</c> and <c>acr</c>; NIST SP 800-63B).
/// </summary>
/// <param name="At">The time of the authentication, in UTC.</param>
/// <param name="Methods">The methods of the authentication, such as <c>pwd</c>, <c>otp</c> or <c>hwk</c> (RFC 8176); empty if they are not
/// known.</param>
/// <param name="Level">The level of the authentication, such as <c>aal2</c>; <see langword="null"/> if it is not known.</param>
public sealed record SessionAuthentication(DateTimeOffset At, IReadOnlyList<string> Methods, string? Level)
{
    /// <summary>Creates the authentication of a step-up, which names its methods.</summary>
    /// <exception cref="ArgumentException">There is no method, or the authentication cannot be stored.</exception>
    internal static SessionAuthentication CreateStepUp(DateTimeOffset at, IEnumerable<string> methods, string? level)
    {
        SessionAuthentication authentication = Create(at, methods, level);
        return authentication.Methods.Count > 0
            ? authentication
            : throw new ArgumentException(
                "A step-up names no authentication method. Name at least one method, for example pwd or otp (RFC 8176).", nameof(methods));
    }

    /// <summary>
    /// Creates an authentication that can be stored: its time is in whole milliseconds, and it is not larger than allowed.
    /// </summary>
    /// <exception cref="ArgumentException">The authentication is too large, has a method without a name, or a time before
    /// 1970.</exception>
    internal static SessionAuthentication Create(DateTimeOffset at, IEnumerable<string> methods, string? level)
    {
        string[] named = [.. methods.Distinct(StringComparer.Ordinal)];
        if (named.Length > SecureSessionDefaults.MaxAuthenticationMethods)
        {
            throw new ArgumentException(
                $"An authentication names {named.Length} methods; at most {SecureSessionDefaults.MaxAuthenticationMethods} are allowed. "
                + "Name the methods that were used, for example pwd and otp.",
                nameof(methods));
        }

        if (named.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                "A method of an authentication has no name. Name it, for example pwd or otp (RFC 8176), or leave it out.", nameof(methods));
        }

        if (at < DateTimeOffset.UnixEpoch)
        {
            throw new ArgumentOutOfRangeException(
                nameof(at), at, "An authentication has a time before 1970. Pass the time when it took place, or leave the time out.");
        }

        var authentication = new SessionAuthentication(
            DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()), named, string.IsNullOrWhiteSpace(level) ? null : level);
        int size = SessionPayloadCodec.SizeOf(authentication);
        return size <= SecureSessionDefaults.MaxAuthenticationBytes
            ? authentication
            : throw new ArgumentException(
                $"The methods and the level of an authentication take {size} bytes; at most "
                + $"{SecureSessionDefaults.MaxAuthenticationBytes} are allowed. Use short names, for example pwd, otp and aal2.",
                nameof(methods));
    }
}
