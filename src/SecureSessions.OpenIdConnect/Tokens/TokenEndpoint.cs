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
    /// <summary>The error by which a provider refuses a refresh token (RFC 6749, 5.2).</summary>
    public const string TokenRefused = "invalid_grant";

    /// <summary>How long a request waits for the answer, and its user with it.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, DateTimeOffset> _retryAt = new(StringComparer.Ordinal);

    /// <summary>Whether the provider of a scheme is asked now.</summary>
    public bool IsOpen(string scheme)
    {
        lock (_retryAt)
            return !_retryAt.TryGetValue(scheme, out DateTimeOffset at) || timeProvider.GetUtcNow() >= at;
    }

    /// <summary>Redeems a refresh token (RFC 6749, 6).</summary>
    /// <returns>
    /// New tokens, or that the provider refuses this refresh token; <see langword="null"/> if it gave no answer that tells either.
    /// </returns>
    public async ValueTask<OpenIdConnectMessage?> RefreshAsync(string scheme, string refreshToken)
    {
        OpenIdConnectOptions client = schemes.Get(scheme);
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        try
        {
            OpenIdConnectConfiguration provider = await ProviderMetadata.GetAsync(scheme, client, timeout.Token);
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

            // An error that is not about this token, such as a wrong client secret, is the app's and not the user's.
            if (answer.Error == TokenRefused || (string.IsNullOrEmpty(answer.Error) && answer.AccessToken is { Length: > 0 }))
                return answer;

            Fail(
                scheme,
                exception: null,
                string.IsNullOrEmpty(answer.Error)
                    ? $"it answered {(int)response.StatusCode}"
                    : "it answered an error that is not about the token");
        }
        catch (Exception exception)
        {
            // Whatever the provider does must not end the user's session.
            Fail(scheme, exception, "it does not answer as a token endpoint does");
        }

        return null;
    }

    // Leaves the provider alone for a while.
    private void Fail(string scheme, Exception? exception, string reason)
    {
        lock (_retryAt)
            _retryAt[scheme] = timeProvider.GetUtcNow() + options.Get(scheme).RetryRefreshAfter;
        Log.RefreshFailed(logger, exception, scheme, reason);
    }
}
