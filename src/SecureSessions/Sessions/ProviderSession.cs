using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace SecureSessions;

/// <summary>
/// A user's session at an identity provider, as ID tokens and logout tokens name it (OpenID Connect Back-Channel Logout 1.0, 2.4).
/// </summary>
/// <param name="Issuer">The provider: the claim <c>iss</c>.</param>
/// <param name="SessionId">The session at the provider: the claim <c>sid</c>; <see langword="null"/> for all sessions of the user.</param>
/// <param name="Subject">The user at the provider: the claim <c>sub</c>.</param>
public sealed record ProviderSession(string Issuer, string? SessionId, string? Subject)
{
    // A user id of an app has no control character.
    private const string KeyPrefix = "\u0001provider-";
    private const string SubjectPrefix = KeyPrefix + "sub:";
    private const string SessionPrefix = KeyPrefix + "sid:";

    /// <summary>
    /// The session at the provider that a principal comes from: its claim <c>sid</c>, with the issuer of that claim, and the user id of the
    /// same issuer.
    /// </summary>
    internal static ProviderSession? Of(ClaimsPrincipal principal)
    {
        if (principal.FindFirst("sid") is not { Value.Length: > 0 } sid)
            return null;

        Claim? subject = principal.FindFirst(claim => claim.Issuer == sid.Issuer && claim.Type is "sub" or ClaimTypes.NameIdentifier);
        return new ProviderSession(sid.Issuer, sid.Value, subject?.Value);
    }

    /// <summary>Whether a list is one of a session or a user at a provider, and not one of a user of this app.</summary>
    internal static bool IsKey(string userId) => userId.StartsWith(KeyPrefix, StringComparison.Ordinal);

    internal static bool IsSubjectKey(string key) => key.StartsWith(SubjectPrefix, StringComparison.Ordinal);

    /// <summary>The names of the lists that the sessions of this app are on which began there.</summary>
    internal IEnumerable<string> Keys()
    {
        if (SessionId is not null)
            yield return KeyOf(SessionPrefix, SessionId);
        if (Subject is not null)
            yield return KeyOf(SubjectPrefix, Subject);
    }

    // Hashed, so that a list's name has a fixed length and shows nothing.
    private string KeyOf(string prefix, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{Issuer.Length}\n{Issuer}\n{value}");
        return prefix + Base64Url.EncodeToString(SHA256.HashData(bytes));
    }
}
