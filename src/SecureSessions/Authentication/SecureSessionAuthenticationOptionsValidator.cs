using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses settings of the framework's base class that have no effect on a session, and names the substitute of each.</summary>
internal sealed class SecureSessionAuthenticationOptionsValidator(
    IServiceProviderIsService services,
    TimeProvider timeProvider,
    ReplacedCookieSchemes replaced) : IValidateOptions<SecureSessionAuthenticationOptions>
{
    public const string InsteadOfEvents =
        "an ISecureSessionEventHandler for what has happened, AddSessionValidator<T>() for OnValidatePrincipal, LifetimePolicy for "
        + "OnSigningIn, and the paths of AddSecureSession() for redirects";

    public const string InsteadOfClaimsIssuer = "the issuer of each claim: a session keeps the claims as they are";

    public ValidateOptionsResult Validate(string? name, SecureSessionAuthenticationOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (!services.IsService(typeof(RequestSessions)))
        {
            errors.AddError(
                "AddSecureSession() adds an authentication scheme and needs sessions. Call builder.Services.AddSecureSessions(), with "
                + "an s at its end, as well.");
        }

        Refuse(options.Events is not null, nameof(options.Events), InsteadOfEvents, errors);
        Refuse(options.EventsType is not null, nameof(options.EventsType), InsteadOfEvents, errors);
        Refuse(options.ClaimsIssuer is not null, nameof(options.ClaimsIssuer), InsteadOfClaimsIssuer, errors);
        Refuse(
            options.TimeProvider != timeProvider, nameof(options.TimeProvider), "a TimeProvider that is registered as a service", errors);
        if (string.IsNullOrEmpty(options.ReturnUrlParameter))
        {
            errors.AddError(
                "ReturnUrlParameter is empty. Name the query parameter that carries the return URL, for example "
                + $"{SecureSessionDefaults.ReturnUrlParameter}.");
        }

        if (replaced.SettingsOf(name ?? "") is { } cookie)
            ReplacedCookieRules.Check(cookie, name!, errors);
        return errors.Build();
    }

    private static void Refuse(bool isSet, string setting, string substitute, ValidateOptionsResultBuilder errors)
    {
        if (isSet)
            errors.AddError($"{setting} is set by AddSecureSession(), where it has no effect. Use {substitute}.");
    }
}
