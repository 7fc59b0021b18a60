using Microsoft.Net.Http.Headers;

namespace SecureSessions.Testing;

/// <summary>Keeps cookies as browsers do (RFC 6265bis, 5.7 and 5.8), by the clock of the test.</summary>
/// <remarks>
/// The container of the framework goes by the clock of the machine, and forgets <c>SameSite</c>. It keeps <c>Secure</c> cookies over plain
/// HTTP too, and cookies whose prefix forbids it.
/// </remarks>
internal sealed class CookieJar(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<BrowserCookie> _cookies = [];

    /// <summary>The cookies that have not expired.</summary>
    public IReadOnlyList<BrowserCookie> Cookies
    {
        get
        {
            DateTimeOffset now = clock.GetUtcNow();
            lock (_lock)
            {
                _cookies.RemoveAll(cookie => cookie.ExpiresAt <= now);
                return [.. _cookies];
            }
        }
    }

    /// <summary>The value of the <c>Cookie</c> header; empty if no cookie is sent there.</summary>
    public string HeaderFor(Uri address) => string.Join(
        "; ",
        Cookies.Where(cookie => IsSentTo(cookie, address)).OrderByDescending(static cookie => cookie.Path.Length)
            .Select(static cookie => $"{cookie.Name}={cookie.Value}"));

    /// <summary>Keeps, replaces or drops a cookie as a line <c>Set-Cookie</c> says.</summary>
    public void Store(Uri address, string line)
    {
        if (!SetCookieHeaderValue.TryParse(line, out SetCookieHeaderValue? set) || Read(address, set) is not { } cookie)
            return;

        lock (_lock)
        {
            _cookies.RemoveAll(other => (other.Name, other.Domain, other.Path) == (cookie.Name, cookie.Domain, cookie.Path));
            _cookies.Add(cookie);
        }
    }

    private BrowserCookie? Read(Uri address, SetCookieHeaderValue set)
    {
        string domain = set.Domain.HasValue ? set.Domain.Value!.TrimStart('.').ToLowerInvariant() : address.Host;
        string path = set.Path.HasValue && set.Path.Value!.StartsWith('/') ? set.Path.Value : DirectoryOf(address);
        var cookie = new BrowserCookie(
            set.Name.ToString(),
            set.Value.ToString(),
            domain,
            HostOnly: !set.Domain.HasValue,
            path,
            set.MaxAge is { } age ? clock.GetUtcNow() + age : set.Expires,
            set.Secure,
            set.HttpOnly,
            set.SameSite);
        return IsAcceptable(cookie, address) ? cookie : null;
    }

    private static bool IsAcceptable(BrowserCookie cookie, Uri address)
    {
        bool isHost = cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase);
        bool isSecure = isHost || cookie.Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase);
        return IsWithin(address.Host, cookie.Domain)
            && (!cookie.Secure || IsTrusted(address))
            && (!isSecure || cookie.Secure)
            && (!isHost || (cookie.HostOnly && cookie.Path == "/"));
    }

    private static bool IsSentTo(BrowserCookie cookie, Uri address) =>
        (cookie.HostOnly ? address.Host == cookie.Domain : IsWithin(address.Host, cookie.Domain))
        && (!cookie.Secure || IsTrusted(address))
        && (address.AbsolutePath == cookie.Path
            || address.AbsolutePath.StartsWith(cookie.Path.TrimEnd('/') + '/', StringComparison.Ordinal));

    private static bool IsWithin(string host, string domain) =>
        host == domain || host.EndsWith('.' + domain, StringComparison.Ordinal);

    // Browsers treat a loopback address as they treat HTTPS.
    private static bool IsTrusted(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    private static string DirectoryOf(Uri address) =>
        address.AbsolutePath.LastIndexOf('/') is > 0 and var end ? address.AbsolutePath[..end] : "/";
}
