using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses, at start-up, options that a browser would ignore or refuse in a cookie (RFC 6265bis 4.1, 5.5 to 5.7).</summary>
internal static class CookieOptionsRules
{
    private const int MaxNameAndValue = 4096;
    private const int MaxAttribute = 1024;

    // The characters of a token in RFC 9110, 5.6.2.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

    public static void Check(SecureSessionCookieOptions cookie, ValidateOptionsResultBuilder errors)
    {
        CheckName(cookie.Name, errors);
        CheckPath(cookie, errors);
        CheckDomain(cookie, errors);
        if (cookie.SameSite is not (SameSiteMode.None or SameSiteMode.Lax or SameSiteMode.Strict))
        {
            errors.AddError(
                $"Cookie.SameSite is {cookie.SameSite}. Set Lax, Strict or None: browsers treat a missing attribute differently.");
        }
    }

    /// <summary>Whether a text has the characters of a cookie's name.</summary>
    public static bool IsName(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    private static void CheckName(string name, ValidateOptionsResultBuilder errors)
    {
        string prefix = CookieNamePrefix.Of(name ?? "");
        if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            errors.AddError(
                $"Cookie.Name is '{name}'. Use one or more letters, digits or -_. and no spaces, for example "
                + $"{SecureSessionDefaults.CookieName}.");
        }
        else if (name.Length == prefix.Length)
            errors.AddError($"Cookie.Name is '{name}', a prefix alone. Add a name, for example {prefix}id.");
        else if (name.Length > MaxNameAndValue - SessionToken.TextLength)
            errors.AddError($"Cookie.Name has {name.Length} characters; name and value together may have {MaxNameAndValue}. Shorten it.");
        else if (!name.StartsWith(prefix, StringComparison.Ordinal))
            errors.AddError($"Cookie.Name is '{name}'. Browsers read its beginning as {prefix} whatever its case: write {prefix} exactly.");
    }

    private static void CheckPath(SecureSessionCookieOptions cookie, ValidateOptionsResultBuilder errors)
    {
        string? path = cookie.Path;
        if (path is null
            || !path.StartsWith('/')
            || path.Length > MaxAttribute
            || path.Contains(';', StringComparison.Ordinal)
            || HasControlOrNonAscii(path))
            errors.AddError(
                $"Cookie.Path is '{path}'. Use a path that begins with '/', without ';' and of {MaxAttribute} characters at most.");
        else if (path != "/" && CookieNamePrefix.IsHostBound(cookie.Name ?? ""))
        {
            errors.AddError(
                $"Cookie.Path is '{path}', but browsers refuse a {CookieNamePrefix.Host} cookie with any path but '/'. Set '/', or use a "
                + $"name that begins with {CookieNamePrefix.Secure}.");
        }
    }

    private static void CheckDomain(SecureSessionCookieOptions cookie, ValidateOptionsResultBuilder errors)
    {
        if (cookie.Domain is not { } domain)
            return;

        string prefix = CookieNamePrefix.Of(cookie.Name ?? "");
        if (domain.Length is 0 or > MaxAttribute || domain.AsSpan().ContainsAnyExcept(DomainCharacters))
            errors.AddError($"Cookie.Domain is '{domain}'. Use a host name such as example.com, or null for this host only.");
        if (prefix is not (CookieNamePrefix.Secure or CookieNamePrefix.Http))
        {
            errors.AddError(
                $"Cookie.Domain is '{domain}' and Cookie.Name is '{cookie.Name}'. A cookie with a domain needs a name that begins with "
                + $"{CookieNamePrefix.Secure} or {CookieNamePrefix.Http}; for this host only set Domain to null.");
        }
    }

    private static bool HasControlOrNonAscii(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~');

}
