using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SecureSessions.OpenIdConnect;

/// <summary>Refreshes the provider's tokens of a session before the access token expires.</summary>
internal sealed class ProviderTokenRefresh(
    IOptions<ProviderSchemes> schemes,
    IOptionsMonitor<OpenIdConnectSessionOptions> options,
    TokenEndpoint endpoint,
    TimeProvider timeProvider,
    ILogger<ProviderTokenRefresh> logger) : ISessionValidator
{
    private const string AccessToken = "access_token";
    private const string RefreshToken = "refresh_token";
    private const string TokenType = "token_type";
    private const string ExpiresAt = "expires_at";

    // A refresh token may be good for one use. If the change is written in a second attempt, the answer is used again.
    private (string RefreshToken, OpenIdConnectMessage Answer)? _redeemed;

    public bool IsDue(SessionValidationContext context) =>
        schemes.Value.Of(context) is { } scheme
        && options.Get(scheme) is { RefreshTokens: true } settings
        && context.Properties.GetTokenValue(RefreshToken) is { Length: > 0 }
        && DateTimeOffset.TryParse(
            context.Properties.GetTokenValue(ExpiresAt), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset expiresAt)
        && expiresAt - timeProvider.GetUtcNow() <= settings.RefreshBefore
        && endpoint.IsOpen(scheme);

    public async ValueTask ValidateAsync(SessionValidationContext context)
    {
        string scheme = schemes.Value.Of(context)!;
        string refreshToken = context.Properties.GetTokenValue(RefreshToken)!;
        OpenIdConnectMessage? answer = _redeemed is { } before && before.RefreshToken == refreshToken
            ? before.Answer
            : await endpoint.RefreshAsync(scheme, refreshToken);
        if (answer is null)
            return;

        if (answer.Error == TokenEndpoint.TokenRefused)
        {
            Log.RefreshRefused(logger, context.SessionId, scheme, answer.Error);
            context.RejectPrincipal();
            return;
        }

        _redeemed = (refreshToken, answer);
        Store(context.Properties, answer);
        context.ShouldRenew = true;
    }

    private void Store(AuthenticationProperties properties, OpenIdConnectMessage answer)
    {
        Dictionary<string, string> tokens = properties.GetTokens().ToDictionary(
            static token => token.Name, static token => token.Value, StringComparer.Ordinal);
        tokens[AccessToken] = answer.AccessToken;
        if (answer.RefreshToken is { Length: > 0 } refreshToken)
            tokens[RefreshToken] = refreshToken;
        if (answer.TokenType is { Length: > 0 } type)
            tokens[TokenType] = type;

        // Without a lifetime the token counts as good until the provider's API says otherwise.
        tokens.Remove(ExpiresAt);
        if (int.TryParse(answer.ExpiresIn, NumberStyles.Integer, CultureInfo.InvariantCulture, out int seconds))
            tokens[ExpiresAt] = timeProvider.GetUtcNow().AddSeconds(seconds).ToString("o", CultureInfo.InvariantCulture);
        properties.StoreTokens(tokens.Select(static token => new AuthenticationToken { Name = token.Key, Value = token.Value }));
    }
}
