using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests with a provider of OpenID Connect. They share a browser and run one after the other.</summary>
[CollectionDefinition(nameof(OpenIdConnectCollection))]
public sealed class OpenIdConnectCollection : ICollectionFixture<Chromium>;
