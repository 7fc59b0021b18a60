using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>The cookie that holds an access token, for APIs behind the origin of the app: no script can read it.</summary>
internal sealed class AccessTokenCookie
{
    // Name and value together; browsers ignore a longer cookie (RFC 6265bis, 5.7).
    private const int MaxLength = 4096;

    private readonly SessionCookie _cookie;

    public AccessTokenCookie(string name) =>
        _cookie = new SessionCookie(name, "/", domain: null, SameSiteMode.Strict, secure: true, partitioned: false);

    /// <summary>Adds it to the cookies that go when the session of the browser does.</summary>
    public void AddTo(CompanionCookies companions) => companions.Add(_cookie);

    /// <summary>What is wrong with a name; <see langword="null"/> if it can be used.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sessionCookie">The name of the session's cookie.</param>
    public static string? FaultOf(string name, string? sessionCookie)
    {
        if (name == sessionCookie)
            return $"AccessTokenCookieName is '{name}'. That is the cookie of the session: choose another name.";

        // Browsers keep such a cookie for one host, and never send it over plain HTTP.
        return CookieNamePrefix.IsHostBound(name)
            && name.Length > CookieNamePrefix.Of(name).Length
            && CookieOptionsRules.IsName(name)
                ? null
                : $"AccessTokenCookieName is '{name}'. Use a name that begins with {CookieNamePrefix.Host}, for example "
                    + $"{SessionTokenDefaults.AccessTokenCookieName}.";
    }

    /// <summary>The token of a request; <see langword="null"/> if there is none, or are several.</summary>
    public string? Read(IHeaderDictionary headers) =>
        _cookie.Read(headers, out ReadOnlySpan<char> value) == 1 && value.Length > 0 ? value.ToString() : null;

    /// <summary>Has the browser keep a token as long as it is good.</summary>
    /// <exception cref="InvalidOperationException">No browser would keep it.</exception>
    public void Set(IHeaderDictionary headers, AccessToken token)
    {
        if (_cookie.Name.Length + token.Value.Length > MaxLength)
        {
            throw new InvalidOperationException(
                $"The access token has {token.Value.Length} characters, and browsers keep cookies of {MaxLength} at most. Add fewer claims "
                + "in SelectClaims, or have pages send the token themselves.");
        }

        _cookie.Set(headers, token.Value, TimeSpan.FromSeconds(token.ExpiresIn));
    }

    public void Delete(IHeaderDictionary headers) => _cookie.Delete(headers);
}
