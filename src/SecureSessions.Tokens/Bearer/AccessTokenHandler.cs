using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>
/// What the bearer scheme of ASP.NET Core calls to validate a token. It takes nothing but the issuer's metadata from the parameters that it
/// is given, so that no option of the scheme loosens the validation. Whether the session lives is part of it.
/// </summary>
internal sealed class AccessTokenHandler(
    SessionBearerOptions options,
    AccessTokenValidator validator,
    ISessionLookup lookup,
    ILogger logger,
    TokenPolicy? own = null,
    ISigningKeys? ownKeys = null) : TokenHandler
{
    private readonly string _issuer = options.Authority ?? own!.Issuer;
    private readonly string[] _audiences = [options.Audience ?? own!.Audiences[0]];

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        ArgumentNullException.ThrowIfNull(validationParameters);
        try
        {
            IReadOnlyCollection<SecurityKey> keys = await GetKeysAsync(validationParameters);
            (TokenValidationResult result, AccessTokenFacts? facts) = await validator.ValidateAsync(token, _issuer, _audiences, keys);
            if (facts is null)
                return result;

            return await lookup.IsGoodAsync(facts, token, CancellationToken.None)
                ? result
                : AccessTokenValidator.Invalid(new SecurityTokenException("The session of the token has ended or was changed."));
        }
        catch (SecureSessionStoreException exception)
        {
            Log.CheckFailed(logger, exception.InnerException, exception.Message);
            return AccessTokenValidator.Invalid(new SessionCheckException(exception));
        }
    }

    public override SecurityToken ReadToken(string token) => new JsonWebToken(token);

    private async ValueTask<IReadOnlyCollection<SecurityKey>> GetKeysAsync(TokenValidationParameters parameters)
    {
        if (options.Authority is null)
            return await ownKeys!.GetVerifyingAsync();
        if (parameters.ConfigurationManager is not { } manager)
            throw new SecureSessionStoreException("There is no metadata of the issuer.");

        BaseConfiguration configuration;
        try
        {
            configuration = await manager.GetBaseConfigurationAsync(CancellationToken.None);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
        {
            throw new SecureSessionStoreException("The metadata of the issuer could not be loaded.", exception);
        }

        return string.Equals(configuration.Issuer, _issuer, StringComparison.Ordinal)
            ? [.. configuration.SigningKeys]
            : throw new SecureSessionStoreException("The metadata is that of another issuer.");
    }
}
