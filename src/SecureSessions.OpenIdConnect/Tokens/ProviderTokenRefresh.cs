using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SecureSessions.OpenIdConnect;

/// <summary>Refreshes the provider's tokens of a session before the access token expires, once over all nodes.</summary>
internal sealed class ProviderTokenRefresh(
    IOptions<ProviderSchemes> schemes,
    IOptionsMonitor<OpenIdConnectSessionOptions> options,
    TokenEndpoint endpoint,
    RefreshClaims claims,
    TimeProvider timeProvider,
    ILogger<ProviderTokenRefresh> logger) : ISessionValidator
{
    private const string AccessToken = "access_token";
    private const string RefreshToken = "refresh_token";
    private const string TokenType = "token_type";
    private const string ExpiresAt = "expires_at";

    // The item of a session that tells all nodes to leave the provider alone until then.
    private const string RetryAt = ".RefreshTokensAt";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // A refresh token may be good for one use. If the change is written in a second attempt, the answer is used again.
    private (string RefreshToken, OpenIdConnectMessage Answer)? _redeemed;
    private TimeSpan _pause;

    public bool IsDue(SessionValidationContext context) =>
        schemes.Value.Of(context) is { } scheme
        && options.Get(scheme) is { RefreshTokens: true } settings
        && context.Properties.GetTokenValue(RefreshToken) is { Length: > 0 }
        && DateTimeOffset.TryParse(
            context.Properties.GetTokenValue(ExpiresAt), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset expiresAt)
        && expiresAt - timeProvider.GetUtcNow() <= settings.RefreshBefore
        && (ReadRetryAt(context) is not { } retryAt || timeProvider.GetUtcNow() >= retryAt)
        && endpoint.IsOpen(scheme);

    public async ValueTask ValidateAsync(SessionValidationContext context)
    {
        string scheme = schemes.Value.Of(context)!;
        string refreshToken = context.Properties.GetTokenValue(RefreshToken)!;
        bool isRedeemed = _redeemed is { } before && before.RefreshToken == refreshToken;
        if (!isRedeemed && !await claims.TryClaimAsync(context.SessionId, NameAttempt(context.Properties, refreshToken)))
        {
            await WaitAsync(context);
            return;
        }

        OpenIdConnectMessage? answer = isRedeemed ? _redeemed!.Value.Answer : await endpoint.RefreshAsync(scheme, refreshToken);
        if (answer is null)
        {
            // Requests that wait on other nodes go on with the tokens that there are.
            context.Properties.SetString(
                RetryAt, (timeProvider.GetUtcNow() + options.Get(scheme).RetryRefreshAfter).ToString("o", CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
            return;
        }

        bool isRefused = answer.Error == TokenEndpoint.TokenRefused;
        if (isRefused && isRedeemed)
        {
            Log.RefreshRefused(logger, context.SessionId, scheme, answer.Error);
            context.RejectPrincipal();
            return;
        }

        _redeemed = (refreshToken, answer);
        if (isRefused)
        {
            // A refresh token that another node has redeemed is refused as well. Then the session has another one by now.
            context.ReadAgain();
            return;
        }

        Store(context.Properties, answer);
        context.ShouldRenew = true;
    }

    // A provider may keep the refresh token, and an attempt may fail: the next one is another, which has to be claimed anew.
    private static string NameAttempt(AuthenticationProperties properties, string refreshToken) =>
        $"{properties.GetTokenValue(AccessToken)}\n{properties.GetString(RetryAt)}\n{refreshToken}";

    // Another request has the claim, and writes new tokens into the session.
    private async ValueTask WaitAsync(SessionValidationContext context)
    {
        // The first time without a pause: the session may have been loaded before that was done.
        if (_pause > TimeSpan.Zero)
            await Task.Delay(_pause);
        _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
        context.ReadAgain();
    }

    private static DateTimeOffset? ReadRetryAt(SessionValidationContext context) =>
        DateTimeOffset.TryParse(
            context.Properties.GetString(RetryAt), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at)
            ? at
            : null;

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
        properties.SetString(RetryAt, value: null);
        properties.StoreTokens(tokens.Select(static token => new AuthenticationToken { Name = token.Key, Value = token.Value }));
    }
}
