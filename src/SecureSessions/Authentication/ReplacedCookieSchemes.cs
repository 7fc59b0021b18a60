using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// The schemes that replace a cookie scheme. ASP.NET Core Identity registers its cookie schemes by itself, before or after the app calls
/// <c>AddSecureSession()</c>.
/// </summary>
internal sealed class ReplacedCookieSchemes(
    IEnumerable<IConfigureOptions<CookieAuthenticationOptions>> configures,
    IEnumerable<IPostConfigureOptions<CookieAuthenticationOptions>> postConfigures)
{
    // The app did not set what the framework fills in for every cookie scheme.
    private readonly OptionsFactory<CookieAuthenticationOptions> _settings =
        new(configures, [.. postConfigures.Where(static one => one is not PostConfigureCookieAuthenticationOptions)]);

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Registers a scheme of this library. It replaces a cookie scheme of that name, if there is one.</summary>
    /// <exception cref="InvalidOperationException">Another handler has the name.</exception>
    public void Replace(AuthenticationOptions authentication, string name)
    {
        if (!authentication.SchemeMap.TryGetValue(name, out AuthenticationSchemeBuilder? scheme))
        {
            authentication.AddScheme(name, static scheme => scheme.HandlerType = typeof(SecureSessionAuthenticationHandler));
            return;
        }

        if (scheme.HandlerType != typeof(CookieAuthenticationHandler))
        {
            throw new InvalidOperationException(
                $"Scheme already exists: {name}, with {scheme.HandlerType?.Name}. AddSecureSession() replaces cookie schemes only: "
                + "call it once, or give the scheme another name.");
        }

        scheme.HandlerType = typeof(SecureSessionAuthenticationHandler);
        _names[name] = true;
    }

    /// <summary>The settings that the app made for the replaced cookie scheme; nothing if no scheme was replaced.</summary>
    public CookieAuthenticationOptions? SettingsOf(string name) => _names.ContainsKey(name) ? _settings.Create(name) : null;
}
