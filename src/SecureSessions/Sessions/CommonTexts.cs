using System.Security.Claims;
using System.Text;

namespace SecureSessions;

/// <summary>The texts that nearly every ticket has, such as the types of claims: each is one string for all requests.</summary>
internal static class CommonTexts
{
    // By their length in UTF-8.
    private static readonly Text[][] Texts = ByLength(
    [
        // What the serializer writes for a default value, and for nothing.
        "\0", "",
        SecureSessionDefaults.AuthenticationScheme, "Identity.Application", "Cookies", "password", "oidc",
        ClaimTypes.NameIdentifier, ClaimTypes.Name, ClaimTypes.Role, ClaimTypes.Email, ClaimTypes.GivenName, ClaimTypes.Surname,
        ClaimTypes.AuthenticationMethod, ClaimTypes.AuthenticationInstant, "AspNet.Identity.SecurityStamp",
        ClaimValueTypes.Integer, ClaimValueTypes.Integer32, ClaimValueTypes.Integer64, ClaimValueTypes.Boolean, "JSON",
        "http://schemas.microsoft.com/claims/authnmethodsreferences", "http://schemas.microsoft.com/claims/authnclassreference",
        "http://schemas.microsoft.com/identity/claims/identityprovider",
        "sub", "sid", "iss", "aud", "iat", "exp", "nbf", "jti", "name", "role", "roles", "email", "email_verified", "given_name",
        "family_name", "preferred_username", "picture", "locale", "amr", "acr", "auth_time", "idp", "nonce", "at_hash", "scope", "pwd",
        ".issued", ".expires", ".persistent", ".refresh", ".redirect", ".TokenNames", ".Token.access_token", ".Token.refresh_token",
        ".Token.id_token", ".Token.token_type", ".Token.expires_at", "Bearer", "True", "true", "False", "false",
        ".authn.held",
    ]);

    /// <summary>The text of these bytes, if it is one of them.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length >= Texts.Length)
            return null;

        foreach (Text text in Texts[utf8.Length])
        {
            if (utf8.SequenceEqual(text.Utf8))
                return text.Value;
        }

        return null;
    }

    private static Text[][] ByLength(string[] values)
    {
        Text[] texts = [.. values.Select(static value => new Text(value, Encoding.UTF8.GetBytes(value)))];
        return
        [
            .. Enumerable.Range(0, texts.Max(static text => text.Utf8.Length) + 1)
                .Select(length => texts.Where(text => text.Utf8.Length == length).ToArray()),
        ];
    }

    private readonly record struct Text(string Value, byte[] Utf8);
}
