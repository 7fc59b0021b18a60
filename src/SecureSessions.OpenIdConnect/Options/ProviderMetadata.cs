using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SecureSessions.OpenIdConnect;

/// <summary>What a provider publishes of itself: its issuer, its keys, its endpoints.</summary>
internal static class ProviderMetadata
{
    /// <summary>The metadata of a scheme's provider, which the scheme keeps and loads anew by itself.</summary>
    /// <exception cref="InvalidOperationException">The metadata could not be loaded.</exception>
    public static async ValueTask<OpenIdConnectConfiguration> GetAsync(
        string scheme, OpenIdConnectOptions client, CancellationToken cancellationToken) =>
        client.Configuration
        ?? (client.ConfigurationManager is { } manager ? await manager.GetConfigurationAsync(cancellationToken) : null)
        ?? throw new InvalidOperationException(
            $"The scheme '{scheme}' has no configuration of its provider. Set Authority or MetadataAddress in AddOpenIdConnect().");
}
