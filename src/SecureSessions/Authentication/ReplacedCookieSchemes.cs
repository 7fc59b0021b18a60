using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// The schemes that had cookies of their own until sessions took their place: ASP.NET Core Identity registers its schemes by itself, before the app
/// registers ours or after it.
/// </summary>
internal sealed class TakenSchemes(
    IEnumerable<IConfigureOptions<CookieAuthenticationOptions>> configures, IEnumerable<IPostConfigureOptions<CookieAuthenticationOptions>> postConfigures)
{
    // What the framework fills in for every cookie is nothing that the app has set.
    private readonly OptionsFactory<CookieAuthenticationOptions> _settings =
        new(configures, [.. postConfigures.Where(static one => one is not PostConfigureCookieAuthenticationOptions)]);

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Registers a scheme of ours, in the place of a cookie's if there is one.</summary>
    /// <exception cref="InvalidOperationException">The name is another handler's.</exception>
    public void Take(AuthenticationOptions authentication, string name)
    {
        if (!authentication.SchemeMap.TryGetValue(name, out AuthenticationSchemeBuilder? scheme))
        {
            authentication.AddScheme(name, static scheme => scheme.HandlerType = typeof(SecureSessionAuthenticationHandler));
            return;
        }

        if (scheme.HandlerType != typeof(CookieAuthenticationHandler))
        {
            throw new InvalidOperationException(
                $"Scheme already exists: {name}, with {scheme.HandlerType?.Name}. AddSecureSession() takes the place of cookies only: call it once, or give the scheme another name.");
        }

        scheme.HandlerType = typeof(SecureSessionAuthenticationHandler);
        _names[name] = true;
    }

    /// <summary>What the app has set for the cookie whose place was taken; nothing if there was none.</summary>
    public CookieAuthenticationOptions? SettingsOf(string name) => _names.ContainsKey(name) ? _settings.Create(name) : null;
}
