using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace SecureSessions.OpenIdConnect;

/// <summary>Reports, at start-up, options that cannot work.</summary>
internal sealed class OpenIdConnectSessionOptionsValidator(IOptions<AuthenticationOptions> authentication)
    : IValidateOptions<OpenIdConnectSessionOptions>
{
    public ValidateOptionsResult Validate(string? name, OpenIdConnectSessionOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        TimeSpan second = TimeSpan.FromSeconds(1), hour = TimeSpan.FromHours(1);
        TimeRange.Check(options.RefreshBefore, nameof(options.RefreshBefore), TimeSpan.Zero, hour, errors);
        TimeRange.Check(options.RetryRefreshAfter, nameof(options.RetryRefreshAfter), second, hour, errors);
        TimeRange.Check(options.LogoutClockSkew, nameof(options.LogoutClockSkew), TimeSpan.Zero, TimeSpan.FromMinutes(1), errors);
        if (!authentication.Value.SchemeMap.TryGetValue(name ?? "", out AuthenticationSchemeBuilder? scheme)
            || !typeof(OpenIdConnectHandler).IsAssignableFrom(scheme.HandlerType))
        {
            errors.AddError(
                $"AddOpenIdConnectSessions(\"{name}\") names no scheme of OpenID Connect. Call "
                + $"AddAuthentication().AddOpenIdConnect(\"{name}\", ...) as well, or pass the name of the scheme that there is.");
        }

        return errors.Build();
    }
}
