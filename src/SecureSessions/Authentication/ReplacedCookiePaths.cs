using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Gives a scheme the paths of the cookie scheme that it replaces, where it has none of its own, and the clock of the app.
/// </summary>
internal sealed class ReplacedCookiePaths(
    ReplacedCookieSchemes replaced, IOptions<AuthenticationOptions> authentication, TimeProvider timeProvider)
    : IPostConfigureOptions<SecureSessionAuthenticationOptions>
{
    public void PostConfigure(string? name, SecureSessionAuthenticationOptions options)
    {
        options.TimeProvider ??= timeProvider;

        // The schemes are known only after this.
        _ = authentication.Value;
        if (replaced.SettingsOf(name ?? "") is not { } cookie)
            return;

        options.LoginPath = Choose(options.LoginPath, cookie.LoginPath);
        options.LogoutPath = Choose(options.LogoutPath, cookie.LogoutPath);
        options.AccessDeniedPath = Choose(options.AccessDeniedPath, cookie.AccessDeniedPath);
        if (options.ReturnUrlParameter == SecureSessionDefaults.ReturnUrlParameter
            && cookie.ReturnUrlParameter is { Length: > 0 } parameter)
            options.ReturnUrlParameter = parameter;
    }

    private static PathString Choose(PathString own, PathString replaced) => own.HasValue ? own : replaced;
}
