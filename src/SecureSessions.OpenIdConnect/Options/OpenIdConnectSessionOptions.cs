using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SecureSessions.OpenIdConnect;

/// <summary>What sessions do beside a scheme of OpenID Connect. The options have the name of that scheme.</summary>
public sealed class OpenIdConnectSessionOptions
{
    /// <summary>
    /// Whether the provider's tokens are refreshed before the access token expires. Needs <c>SaveTokens</c> of the scheme, and a refresh
    /// token, which many providers issue for the scope <c>offline_access</c>.
    /// </summary>
    /// <value>Default: <see langword="true"/>. Without a refresh token in the session it has no effect.</value>
    /// <remarks>
    /// Of all requests of a session, on all nodes, one asks the provider, so that a refresh token may be good for one use. The others wait
    /// for its tokens. If its node dies meanwhile, another one asks after 5 seconds and twice
    /// <see cref="SecureSessionOptions.StoreTimeout"/>.
    /// If the provider refuses the refresh token (<c>invalid_grant</c>), because the user's session there has ended, the session here ends.
    /// If the provider does not answer, the session goes on with the tokens that it has, and the refresh is tried again after
    /// <see cref="RetryRefreshAfter"/>.
    /// </remarks>
    public bool RefreshTokens { get; set; } = true;

    /// <summary>How long before its end an access token is refreshed.</summary>
    /// <value>Default: 1 minute. Between 0 and 1 hour.</value>
    public TimeSpan RefreshBefore { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a node asks for no tokens after the provider has not answered. Of the session that it asked for, no node asks meanwhile.
    /// </summary>
    /// <value>Default: 10 seconds. Between 1 second and 1 hour.</value>
    public TimeSpan RetryRefreshAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Changes the request for new tokens, for example for another way of client authentication.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which sends <c>client_id</c> and <see cref="OpenIdConnectOptions.ClientSecret"/> in the body.
    /// </value>
    public Action<OpenIdConnectMessage>? ConfigureTokenRequest { get; set; }

    /// <summary>How far the clocks of the provider and of this app may differ when a logout token is validated.</summary>
    /// <value>Default: 30 seconds. Between 0 and 1 minute.</value>
    public TimeSpan LogoutClockSkew { get; set; } = TimeSpan.FromSeconds(30);
}
