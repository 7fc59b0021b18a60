using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>Reports, at start-up, an API that could accept no token, or could not check its session.</summary>
internal sealed class SessionBearerOptionsValidator(IServiceProviderIsService services, IOptions<SecureSessionOptions> sessions)
    : IValidateOptions<SessionBearerOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionBearerOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        bool isIssuer = services.IsService(typeof(TokenPolicy));
        if (options.Authority is null && !isIssuer)
            errors.AddError("Authority is null, and this app issues no tokens. Set the issuer, or call AddSecureSessions().AddTokens().");
        if (options.Authority is not null && !SessionTokenOptionsValidator.IsIssuer(options.Authority))
        {
            errors.AddError(
                $"Authority is '{options.Authority}'. Set the Issuer of the app that issues the tokens, for example "
                + "https://app.example.com.");
        }

        if (string.IsNullOrWhiteSpace(options.Audience) && (options.Authority is not null || options.Audience is not null))
            errors.AddError("Audience is not set. Set the name of this API, for example https://api.example.com.");
        if (options.Check is null)
            errors.AddError("Check is null. Use one of SessionCheck, such as SessionCheck.EveryRequest.");
        else if (
            options.Check.Kind is SessionCheckKind.EveryRequest or SessionCheckKind.Cached && !services.IsService(typeof(StoreGateway)))
        {
            errors.AddError(
                "Check asks the store of the sessions, and there is none. Call AddSecureSessions() with the store and the StoreKey of the "
                + "app that issues the tokens, or use SessionCheck.Introspect() or SessionCheck.SignatureOnly.");
        }

        CheckCookie(options, errors);
        return errors.Build();
    }

    private void CheckCookie(SessionBearerOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options.AccessTokenCookieName is not { } name)
            return;

        string? sessionCookie = services.IsService(typeof(SessionPolicy)) ? sessions.Value.Cookie.Name : null;
        if (AccessTokenCookie.FaultOf(name, sessionCookie) is { } fault)
            errors.AddError(fault);
        if (options.Check?.Kind == SessionCheckKind.SignatureOnly)
        {
            errors.AddError(
                "AccessTokenCookieName is set and Check is SignatureOnly. A session that ends elsewhere leaves the cookie in the browser "
                + "for minutes, in which its next user would be taken for the one before. Use another check of SessionCheck.");
        }
    }
}
