namespace SecureSessions.TestKit;

/// <summary>A jar that keeps to RFC 6265bis 5.7 where it matters here: prefixes, deletion, replacement by name, path and domain.</summary>
public sealed class CookieJar(Action<ParsedCookie>? onStored = null)
{
    private readonly Dictionary<string, ParsedCookie> _cookies = new(StringComparer.Ordinal);

    public ParsedCookie? this[string name] => _cookies.GetValueOrDefault(name);

    public int Count => _cookies.Count;

    /// <summary>The <c>Cookie</c> header, or nothing.</summary>
    public string? Header =>
        _cookies.Count == 0 ? null : string.Join("; ", _cookies.Select(static cookie => $"{cookie.Key}={cookie.Value.Value}"));

    public void Store(IEnumerable<string> setCookies)
    {
        foreach (ParsedCookie cookie in setCookies.Select(ParsedCookie.Parse))
        {
            if (!cookie.IsAcceptable)
                continue;
            onStored?.Invoke(cookie);
            if (cookie.IsDeletion)
                _cookies.Remove(cookie.Name);
            else
                _cookies[cookie.Name] = cookie;
        }
    }

    /// <summary>Puts a cookie in by hand, or takes it out.</summary>
    public void Plant(string name, string? value)
    {
        if (value is null)
            _cookies.Remove(name);
        else
            _cookies[name] = new ParsedCookie(name, value, []);
    }

    public CookieJar Copy()
    {
        var copy = new CookieJar(onStored);
        foreach ((string name, ParsedCookie cookie) in _cookies)
            copy._cookies[name] = cookie;
        return copy;
    }
}
