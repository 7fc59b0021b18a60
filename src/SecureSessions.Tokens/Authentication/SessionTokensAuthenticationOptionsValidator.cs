using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>Reports, at start-up, a scheme that could issue no token, or could not read one.</summary>
internal sealed class SessionTokensAuthenticationOptionsValidator(
    IServiceProviderIsService services, IOptions<AuthenticationOptions> authentication)
    : IValidateOptions<SessionTokensAuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionTokensAuthenticationOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (!services.IsService(typeof(TokenPolicy)))
        {
            errors.AddError(
                $"The scheme '{name}' of AddSessionTokens() needs tokens. Call AddSecureSessions().AddTokens() before builder.Build().");
        }

        if (!SessionTokenOptionsValidator.IsClientId(options.ClientId))
        {
            errors.AddError(
                $"ClientId is '{options.ClientId}'. Use 1 to {SessionTokenDefaults.MaxClientIdLength} printable ASCII characters.");
        }

        if (options.BearerScheme == name || !authentication.Value.SchemeMap.ContainsKey(options.BearerScheme ?? ""))
        {
            errors.AddError(
                $"BearerScheme is '{options.BearerScheme}', which is no scheme that reads access tokens. Call AddSessionBearer(), and name "
                + "its scheme if it has a name of its own.");
        }

        return errors.Build();
    }
}
