using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>
/// Takes the place of a scheme of <c>AddBearerToken()</c>, as that of <c>AddIdentityApiEndpoints()</c> is, whether it is registered before
/// or after. Refuses settings of it that would have no effect any more.
/// </summary>
internal sealed class ReplacedBearerToken(string scheme) : IPostConfigureOptions<BearerTokenOptions>, IValidateOptions<BearerTokenOptions>
{
    private static readonly BearerTokenOptions Default = new();
    private static readonly BearerTokenEvents DefaultEvents = new();

    /// <summary>Registers the scheme.</summary>
    /// <exception cref="InvalidOperationException">Another handler has the name.</exception>
    public static void Register(AuthenticationOptions authentication, string name)
    {
        if (!authentication.SchemeMap.TryGetValue(name, out AuthenticationSchemeBuilder? present))
        {
            authentication.AddScheme(name, static one => one.HandlerType = typeof(SessionTokensHandler));
            return;
        }

        if (present.HandlerType?.Assembly != typeof(BearerTokenOptions).Assembly)
        {
            throw new InvalidOperationException(
                $"Scheme already exists: {name}, with {present.HandlerType?.Name}. AddSessionTokens() replaces schemes of AddBearerToken() "
                + "only: call it once, or give the scheme another name.");
        }

        present.HandlerType = typeof(SessionTokensHandler);
    }

    // What reads the tokens of the replaced scheme by these, as the endpoints of Identity do, finds none that is good.
    public void PostConfigure(string? name, BearerTokenOptions options)
    {
        if (name != scheme)
            return;

        options.BearerTokenProtector = NoTickets.Instance;
        options.RefreshTokenProtector = NoTickets.Instance;
    }

    public ValidateOptionsResult Validate(string? name, BearerTokenOptions options)
    {
        if (name != scheme)
            return ValidateOptionsResult.Skip;

        var errors = new ValidateOptionsResultBuilder();
        Refuse(
            options.BearerTokenExpiration != Default.BearerTokenExpiration, nameof(options.BearerTokenExpiration), "AccessTokenLifetime");
        Refuse(
            options.RefreshTokenExpiration != Default.RefreshTokenExpiration,
            nameof(options.RefreshTokenExpiration),
            "RefreshIdleTimeout and RefreshAbsoluteTimeout");
        if (options.EventsType is not null
            || options.Events.GetType() != typeof(BearerTokenEvents)
            || options.Events.OnMessageReceived != DefaultEvents.OnMessageReceived)
        {
            errors.AddError(
                $"Events are set for the bearer token of the scheme '{scheme}', which AddSessionTokens() replaces. Remove them there, and "
                + "use those of JwtBearerOptions of the scheme of AddSessionBearer().");
        }

        return errors.Build();

        void Refuse(bool isSet, string setting, string substitute)
        {
            if (isSet)
            {
                errors.AddError(
                    $"{setting} is set for the bearer token of the scheme '{scheme}', which AddSessionTokens() replaces. Remove it there, "
                    + $"and use {substitute} of AddSecureSessions().AddTokens(...).");
            }
        }
    }
}
