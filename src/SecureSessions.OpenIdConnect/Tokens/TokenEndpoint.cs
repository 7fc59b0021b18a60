using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SecureSessions.OpenIdConnect;

/// <summary>Asks providers for new tokens, and leaves a provider alone for a while that has not answered.</summary>
internal sealed class TokenEndpoint(
    IOptionsMonitor<OpenIdConnectOptions> schemes,
    IOptionsMonitor<OpenIdConnectSessionOptions> options,
    TimeProvider timeProvider,
    ILogger<TokenEndpoint> logger)
{
    // A request waits for the answer, and its user with it.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, DateTimeOffset> _retryAt = new(StringComparer.Ordinal);

    /// <summary>Whether the provider of a scheme is asked now.</summary>
    public bool IsOpen(string scheme)
    {
        lock (_retryAt)
            return !_retryAt.TryGetValue(scheme, out DateTimeOffset at) || timeProvider.GetUtcNow() >= at;
    }

    /// <summary>Redeems a refresh token (RFC 6749, 6).</summary>
    /// <returns>
    /// The provider's answer, which may be an error; <see langword="null"/> if it gave none that can be read.
    /// </returns>
    public async ValueTask<OpenIdConnectMessage?> RefreshAsync(string scheme, string refreshToken)
    {
        OpenIdConnectOptions client = schemes.Get(scheme);
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        try
        {
            OpenIdConnectConfiguration provider = client.Configuration
                ?? await client.ConfigurationManager!.GetConfigurationAsync(timeout.Token);
            var request = new OpenIdConnectMessage
            {
                ClientId = client.ClientId,
                ClientSecret = client.ClientSecret,
                GrantType = "refresh_token",
                RefreshToken = refreshToken,
            };
            options.Get(scheme).ConfigureTokenRequest?.Invoke(request);
            using var content = new FormUrlEncodedContent(request.Parameters.Where(static one => one.Value is not null));
            using HttpResponseMessage response = await client.Backchannel.PostAsync(
                new Uri(provider.TokenEndpoint), content, timeout.Token);
            var answer = new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(timeout.Token));
            if (answer.AccessToken is { Length: > 0 } || answer.Error is { Length: > 0 })
                return answer;

            Fail(scheme, exception: null, $"it answered {(int)response.StatusCode}");
        }
        catch (Exception exception)
        {
            // Whatever the provider does must not end the user's session.
            Fail(scheme, exception, "it does not answer as a token endpoint does");
        }

        return null;
    }

    /// <summary>Leaves the provider alone for a while.</summary>
    public void Fail(string scheme, Exception? exception, string reason)
    {
        lock (_retryAt)
            _retryAt[scheme] = timeProvider.GetUtcNow() + options.Get(scheme).RetryRefreshAfter;
        Log.RefreshFailed(logger, exception, scheme, reason);
    }
}
