using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace SecureSessions;

/// <summary>One cookie under one name: how it is read, written and deleted.</summary>
internal sealed class SessionCookie
{
    private readonly string _attributes;
    private readonly string _deletion;

    public SessionCookie(string name, string path, string? domain, SameSiteMode sameSite, bool secure, bool partitioned)
    {
        Name = name;
        _attributes = $"; Path={path}"
            + (domain is null ? "" : $"; Domain={domain}")
            + (secure ? "; Secure" : "")
            + "; HttpOnly"
            + $"; SameSite={sameSite}"
            + (partitioned ? "; Partitioned" : "");

        // The same attributes again: a browser ignores the deletion of a __Host- cookie that lacks Secure (RFC 6265bis 5.7).
        _deletion = $"{name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT{_attributes}";
    }

    public string Name { get; }

    public CookieReadStatus Read(IHeaderDictionary headers, out ReadOnlySpan<char> value) =>
        CookieHeaderReader.Read(headers.Cookie, Name, out value);

    /// <summary>Sets the cookie; <paramref name="maxAge"/> makes it persistent.</summary>
    public void Set(IHeaderDictionary headers, SessionToken token, TimeSpan? maxAge)
    {
        string persistence = maxAge is { } age ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={CappedSeconds(age)}") : "";
        Put(headers, $"{Name}={token.ToCookieValue()}{persistence}{_attributes}");
    }

    public void Delete(IHeaderDictionary headers) => Put(headers, _deletion);

    /// <summary>Takes our own line back and leaves everybody else's alone.</summary>
    public void Remove(IHeaderDictionary headers)
    {
        StringValues lines = headers.SetCookie;
        if (lines.Count == 0)
            return;

        string?[] others = Array.FindAll(lines.ToArray(), line => !IsOurs(line));
        if (others.Length == lines.Count)
            return;
        if (others.Length == 0)
            headers.Remove(HeaderNames.SetCookie);
        else
            headers.SetCookie = others;
    }

    // Appended to the header and not to Response.Cookies: a cookie policy must not strip or weaken it.
    private void Put(IHeaderDictionary headers, string line)
    {
        Remove(headers);
        headers.SetCookie = StringValues.Concat(headers.SetCookie, line);
    }

    private bool IsOurs(string? line) =>
        line is not null && line.Length > Name.Length && line[Name.Length] == '=' && line.StartsWith(Name, StringComparison.Ordinal);

    private static long CappedSeconds(TimeSpan age) =>
        (long)Math.Ceiling(Math.Min(age.TotalSeconds, SecureSessionDefaults.MaxCookieAge.TotalSeconds));
}
