using Microsoft.Net.Http.Headers;

namespace SecureSessions.Testing;

/// <summary>A cookie that a <see cref="TestBrowser"/> holds.</summary>
/// <param name="Name">The name, such as <c>__Host-id</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Domain">The host that the cookie is sent to, and its subdomains if the cookie is not <paramref name="HostOnly"/>.</param>
/// <param name="HostOnly">Whether the answer named no domain, so that the cookie is sent to that host alone.</param>
/// <param name="Path">The path that the cookie is sent to.</param>
/// <param name="ExpiresAt">
/// When the browser drops the cookie, by the clock of the test; <see langword="null"/> for a cookie that ends with the browser.
/// </param>
/// <param name="Secure">Whether the cookie is sent over HTTPS only.</param>
/// <param name="HttpOnly">Whether scripts cannot read the cookie.</param>
/// <param name="SameSite">With which requests of other sites the cookie is sent.</param>
public sealed record BrowserCookie(
    string Name,
    string Value,
    string Domain,
    bool HostOnly,
    string Path,
    DateTimeOffset? ExpiresAt,
    bool Secure,
    bool HttpOnly,
    SameSiteMode SameSite);
