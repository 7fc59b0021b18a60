using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>Validates access tokens as RFC 8725 asks for. Nothing here is an option.</summary>
/// <remarks>
/// One algorithm, one type, and a key that is looked up by its <c>kid</c> among those of the issuer: what a token says of keys of its own
/// is not looked at. Issuer and audience are compared as they are, and both are one text.
/// </remarks>
internal sealed class AccessTokenValidator(TimeProvider timeProvider)
{
    /// <summary>What the identity of a token says of itself.</summary>
    public const string AuthenticationType = "SessionBearer";

    private const int MaxTokenBytes = 16 * 1024;

    private static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenBytes };

    /// <summary>Validates a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="issuer">The only issuer.</param>
    /// <param name="audiences">The audiences, of which the token has to name one and no other.</param>
    /// <param name="keys">The keys of the issuer.</param>
    /// <returns>The result, and what the token says of its session; no facts if it is not valid.</returns>
    public async ValueTask<(TokenValidationResult Result, AccessTokenFacts? Facts)> ValidateAsync(
        string token, string issuer, IReadOnlyCollection<string> audiences, IReadOnlyCollection<SecurityKey> keys)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, ParametersFor(issuer, audiences, keys));
        if (!result.IsValid)
            return (result, null);

        return ReadFacts((JsonWebToken)result.SecurityToken) is { } facts
            ? (result, facts)
            : (Invalid(new SecurityTokenValidationException("The token has not the shape of an access token of a session.")), null);
    }

    public static TokenValidationResult Invalid(Exception exception) => new() { IsValid = false, Exception = exception };

    private static AccessTokenFacts? ReadFacts(JsonWebToken token)
    {
        // An extension that the token calls critical is not known here (RFC 7515, 4.1.11).
        if (token.TryGetHeaderValue("crit", out object _))
            return null;

        try
        {
            return AccessTokenFacts.Read(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    private TokenValidationParameters ParametersFor(
        string issuer, IReadOnlyCollection<string> audiences, IReadOnlyCollection<SecurityKey> keys) => new()
        {
            AuthenticationType = AuthenticationType,
            NameClaimType = "name",
            RoleClaimType = AccessTokenClaims.Roles,
            ValidAlgorithms = Algorithms,
            TypeValidator = static (type, _, _) => IsAccessToken(type)
                ? type
                : throw new SecurityTokenInvalidTypeException("The token is no access token."),
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidateIssuerSigningKey = true,
            IssuerSigningKeyResolver = (_, _, kid, _) =>
                string.IsNullOrEmpty(kid) ? [] : keys.Where(key => string.Equals(key.KeyId, kid, StringComparison.Ordinal)),
            ValidateIssuer = true,
            ValidIssuer = issuer,
            ValidateAudience = true,
            RequireAudience = true,
            AudienceValidator = (named, _, _) => named.Count() == 1 && audiences.Contains(named.Single(), StringComparer.Ordinal),
            ValidateLifetime = true,
            RequireExpirationTime = true,
            ClockSkew = SessionTokenDefaults.ClockSkew,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        };

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        DateTime now = timeProvider.GetUtcNow().UtcDateTime;
        return expires is { } end
            && now - SessionTokenDefaults.ClockSkew < end
            && (notBefore is not { } begin || now + SessionTokenDefaults.ClockSkew >= begin);
    }

    private static bool IsAccessToken(string? type) =>
        string.Equals(type, SessionTokenDefaults.TokenType, StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, "application/" + SessionTokenDefaults.TokenType, StringComparison.OrdinalIgnoreCase);
}
