using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

/// <summary>
/// The authentication that a sign-in rests on: what its properties carry, else what the principal's claims say, else the moment of the
/// sign-in.
/// </summary>
/// <remarks>
/// The properties of a session's ticket carry the session's authentication, so that an app that signs the same user in again with them
/// (RefreshSignInAsync) changes claims, and neither the time nor the level (RFC 9068, 2.2.1).
/// </remarks>
internal static class SignInAuthentication
{
    // The item that SetSessionAuthentication() sets for a sign-in, and the item that a session's ticket keeps of the session's own
    // sign-in.
    private const string SignInKey = ".authn";
    private const string TicketKey = ".authn.held";

    // The claims by the names of the providers, and by the names that the framework's JWT handlers give them unless MapInboundClaims is
    // off.
    private static readonly string[] MethodClaims = ["amr", "http://schemas.microsoft.com/claims/authnmethodsreferences"];
    private static readonly string[] LevelClaims = ["acr", "http://schemas.microsoft.com/claims/authnclassreference"];
    private static readonly string[] TimeClaims = ["auth_time", ClaimTypes.AuthenticationInstant];

    /// <summary>
    /// The authentication of a sign-in. None is in the future: a provider's clock may be ahead of ours, and its lead must not count for
    /// long.
    /// </summary>
    /// <exception cref="InvalidOperationException">The properties or the claims cannot be read, or are too long.</exception>
    public static SessionAuthentication Of(AuthenticationProperties properties, ClaimsPrincipal principal, DateTimeOffset now)
    {
        SessionAuthentication authentication =
            properties.Items.TryGetValue(SignInKey, out string? carried) || properties.Items.TryGetValue(TicketKey, out carried)
                ? Read(carried)
                : Read(principal);
        return authentication.At > now ? authentication with { At = now } : authentication;
    }

    /// <summary>
    /// Whether the properties come from a session's ticket, and no new authentication was set in them. A sign-in with such properties
    /// authenticates nobody.
    /// </summary>
    public static bool IsFromTicket(AuthenticationProperties properties) =>
        properties.Items.ContainsKey(TicketKey) && !properties.Items.ContainsKey(SignInKey);

    /// <summary>
    /// Sets the authentication in the properties of a sign-in; <see cref="DateTimeOffset.MaxValue"/> stands for the moment of the sign-in.
    /// </summary>
    public static void SetForSignIn(AuthenticationProperties properties, SessionAuthentication authentication) =>
        properties.Items[SignInKey] = ToText(authentication);

    /// <summary>Sets the authentication of the session's sign-in in the properties of its ticket.</summary>
    public static void SetForTicket(AuthenticationProperties properties, SessionAuthentication authentication)
    {
        properties.Items.Remove(SignInKey);
        properties.Items[TicketKey] = ToText(authentication);
    }

    private static string ToText(SessionAuthentication authentication)
    {
        byte[] bytes = new byte[SessionPayloadCodec.SizeOf(authentication)];
        var writer = new ByteWriter(bytes);
        SessionPayloadCodec.Write(ref writer, authentication);
        return Convert.ToBase64String(bytes);
    }

    private static SessionAuthentication Read(string? carried)
    {
        byte[] bytes = new byte[carried?.Length ?? 0];
        if (Convert.TryFromBase64String(carried ?? "", bytes, out int length))
        {
            var reader = new ByteReader(bytes.AsSpan(0, length));
            if (SessionPayloadCodec.TryRead(ref reader, out SessionAuthentication? authentication) && reader.IsAtEnd)
                return authentication;
        }

        throw new InvalidOperationException(
            $"The item '{SignInKey}' or '{TicketKey}' of the authentication properties was not set by SecureSessions, or was changed. "
            + "Set it by SetSessionAuthentication() only.");
    }

    private static SessionAuthentication Read(ClaimsPrincipal principal)
    {
        string? time = ValuesOf(principal, TimeClaims).FirstOrDefault();
        try
        {
            return SessionAuthentication.Create(
                time is null ? DateTimeOffset.MaxValue : ReadTime(time),
                ValuesOf(principal, MethodClaims),
                ValuesOf(principal, LevelClaims).FirstOrDefault());
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException(
                $"The principal's claims amr, acr and auth_time cannot be used as the user's authentication. {exception.Message} "
                + "Correct the claims, or set the authentication by SetSessionAuthentication().",
                exception);
        }
    }

    // The claim holds seconds since 1970 (OpenID Connect Core, 2), or a date as WS-Federation sends it. A time that cannot be read is an
    // error: taking it for now would make an old authentication a new one.
    private static DateTimeOffset ReadTime(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(Math.Clamp(seconds, -1, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new ArgumentException(
                $"'{LogText.Neutralise(text)}' is not a time: auth_time is a number of seconds since 1970.", nameof(text));
    }

    private static IEnumerable<string> ValuesOf(ClaimsPrincipal principal, string[] types) =>
        principal.Claims.Where(claim => types.Contains(claim.Type, StringComparer.Ordinal)).Select(static claim => claim.Value);
}
