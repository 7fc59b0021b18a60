using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace SecureSessions;

/// <summary>A cookie of one name: reads, writes and deletes it.</summary>
internal sealed class SessionCookie
{
    private const int MaxParents = 2;

    private readonly string _attributes;
    private readonly string _deletion;
    private readonly string _path;
    private readonly string? _domain;
    private readonly bool _secure;
    private readonly bool _partitioned;

    public SessionCookie(string name, string path, string? domain, SameSiteMode sameSite, bool secure, bool partitioned)
    {
        Name = name;
        _path = path;
        _domain = domain;
        _secure = secure;
        _partitioned = partitioned;
        _attributes = $"; Path={path}"
            + (domain is null ? "" : $"; Domain={domain}")
            + (secure ? "; Secure" : "")
            + "; HttpOnly"
            + $"; SameSite={sameSite}"
            + (partitioned ? "; Partitioned" : "");

        // A deletion has the same attributes as the cookie: a browser ignores the deletion of a __Host- cookie that lacks Secure (RFC
        // 6265bis 5.7).
        _deletion = $"{name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT{_attributes}";
    }

    public string Name { get; }

    public int Read(IHeaderDictionary headers, out ReadOnlySpan<char> value) =>
        CookieHeaderReader.Read(headers.Cookie, Name, out value);

    /// <summary>Sets the cookie; <paramref name="maxAge"/> makes it persistent.</summary>
    public void Set(IHeaderDictionary headers, SessionToken token, TimeSpan? maxAge) => Set(headers, token.ToCookieValue(), maxAge);

    /// <summary>Sets the cookie to a value of characters that need no encoding.</summary>
    public void Set(IHeaderDictionary headers, string value, TimeSpan? maxAge)
    {
        string persistence = maxAge is { } age ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={CappedSeconds(age)}") : "";
        Put(headers, $"{Name}={value}{persistence}{_attributes}");
    }

    /// <summary>Reads the values of two different cookies of the name; returns false if there are fewer or more.</summary>
    public bool TryReadTwo(IHeaderDictionary headers, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second) =>
        CookieHeaderReader.Read(headers.Cookie, Name, out first, out second) == 2;

    public void Delete(IHeaderDictionary headers) => Put(headers, _deletion);

    /// <summary>
    /// Deletes other cookies of the same name that a browser may hold beside the cookie that the answer sets: cookies of this host and its
    /// parent domains, of the paths that this request shows, and of the other partition. Their lines come first, so that a browser that
    /// applies one of them to the new cookie still ends up with the new cookie.
    /// </summary>
    public void DeleteOthers(IHeaderDictionary headers, HttpRequest request)
    {
        string[] own = Array.FindAll(headers.SetCookie.ToArray(), IsOurs)!;
        IEnumerable<string> others = OtherAttributes(request).Select(attributes => $"{Name}=; Max-Age=0{attributes}");
        Remove(headers);
        headers.SetCookie = StringValues.Concat(headers.SetCookie, new StringValues([.. others, .. own]));
    }

    private IEnumerable<string> OtherAttributes(HttpRequest request)
    {
        string flags = (_secure ? "; Secure" : "") + "; HttpOnly";
        string other = _partitioned ? "" : "; Partitioned";
        if (_secure)
            yield return $"; Path={_path}{(_domain is null ? "" : $"; Domain={_domain}")}{flags}{other}";
        if (Name.StartsWith("__Host-", StringComparison.Ordinal))
            yield break;

        string[] paths = [.. PathsOf(request).Append(_path).Distinct(StringComparer.Ordinal)];
        foreach (string? domain in DomainsOf(request.Host.Host))
        {
            foreach (string path in paths)
            {
                if ((domain, path) != (_domain, _path))
                    yield return $"; Path={path}{(domain is null ? "" : $"; Domain={domain}")}{flags}";
            }
        }
    }

    private static IEnumerable<string> PathsOf(HttpRequest request)
    {
        yield return "/";
        string path = request.PathBase.ToUriComponent() + request.Path.ToUriComponent();
        int end = path.IndexOf('/', Math.Min(1, path.Length));
        if (end > 0)
            yield return path[..end];
        else if (path.Length > 1)
            yield return path;
    }

    // A cookie without a domain belongs to this host alone. Browsers ignore a cookie whose domain is a public suffix.
    private static IEnumerable<string?> DomainsOf(string host)
    {
        yield return null;
        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
            yield break;

        yield return host;
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        for (int parents = 0; parents < MaxParents && dot > 0 && host.IndexOf('.', dot + 1) > 0; parents++)
        {
            host = host[(dot + 1)..];
            yield return host;
            dot = host.IndexOf('.', StringComparison.Ordinal);
        }
    }

    /// <summary>Removes the Set-Cookie line of this cookie and leaves the lines of other cookies alone.</summary>
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

    // The line is appended to the header and not to Response.Cookies, so that a cookie policy cannot strip or weaken it.
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
