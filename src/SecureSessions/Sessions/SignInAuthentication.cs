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
    // What SetSessionAuthentication() says of a sign-in, and what the ticket of a session tells of the one that it began with.
    private const string SaidKey = ".authn";
    private const string HeldKey = ".authn.held";

    // As providers name them, and as the framework's JWT handlers rename them unless MapInboundClaims is off.
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
        SessionAuthentication said =
            properties.Items.TryGetValue(SaidKey, out string? carried) || properties.Items.TryGetValue(HeldKey, out carried)
                ? Read(carried)
                : Read(principal);
        return said.At > now ? said with { At = now } : said;
    }

    /// <summary>
    /// Whether the properties are a session's ticket's, and nothing new was said with them: a sign-in with such properties authenticates
    /// nobody.
    /// </summary>
    public static bool IsHeld(AuthenticationProperties properties) =>
        properties.Items.ContainsKey(HeldKey) && !properties.Items.ContainsKey(SaidKey);

    /// <summary>
    /// Makes the properties of a sign-in say an authentication; <see cref="DateTimeOffset.MaxValue"/> stands for the moment of the sign-in.
    /// </summary>
    public static void Say(AuthenticationProperties properties, SessionAuthentication authentication) =>
        properties.Items[SaidKey] = ToText(authentication);

    /// <summary>Makes the properties of a session's ticket tell the authentication that the session began with.</summary>
    public static void Hold(AuthenticationProperties properties, SessionAuthentication authentication)
    {
        properties.Items.Remove(SaidKey);
        properties.Items[HeldKey] = ToText(authentication);
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
            $"The item '{SaidKey}' or '{HeldKey}' of the authentication properties is none of ours. "
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
                $"The principal's claims amr, acr and auth_time do not tell how the user signed in. {exception.Message} "
                + "Mend the claims, or say it by SetSessionAuthentication().",
                exception);
        }
    }

    // Seconds since 1970 (OpenID Connect Core, 2), or what WS-Federation sends. A time that cannot be read must not be taken for now: that
    // would make an old authentication a new one.
    private static DateTimeOffset ReadTime(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(Math.Clamp(seconds, -1, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new ArgumentException(
                $"'{LogText.Neutralise(text)}' is no time: auth_time is a number of seconds since 1970.", nameof(text));
    }

    private static IEnumerable<string> ValuesOf(ClaimsPrincipal principal, string[] types) =>
        principal.Claims.Where(claim => types.Contains(claim.Type, StringComparer.Ordinal)).Select(static claim => claim.Value);
}
