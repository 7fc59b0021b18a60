using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Gives a scheme the paths of the cookie whose place it takes, where it has none of its own, and the clock of the app.</summary>
internal sealed class TakenPaths(TakenSchemes taken, IOptions<AuthenticationOptions> authentication, TimeProvider timeProvider)
    : IPostConfigureOptions<SecureSessionAuthenticationOptions>
{
    public void PostConfigure(string? name, SecureSessionAuthenticationOptions options)
    {
        options.TimeProvider ??= timeProvider;

        // Only then the schemes are known.
        _ = authentication.Value;
        if (taken.SettingsOf(name ?? "") is not { } cookie)
            return;

        options.LoginPath = Choose(options.LoginPath, cookie.LoginPath);
        options.LogoutPath = Choose(options.LogoutPath, cookie.LogoutPath);
        options.AccessDeniedPath = Choose(options.AccessDeniedPath, cookie.AccessDeniedPath);
        if (options.ReturnUrlParameter == SecureSessionDefaults.ReturnUrlParameter && cookie.ReturnUrlParameter is { Length: > 0 } parameter)
            options.ReturnUrlParameter = parameter;
    }

    private static PathString Choose(PathString own, PathString taken) => own.HasValue ? own : taken;
}
