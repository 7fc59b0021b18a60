using SecureSessions.Browser.Tests.Hubs;
using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of hubs with their client in JavaScript. They share a browser and run one after the other.</summary>
[CollectionDefinition(nameof(HubCollection))]
public sealed class HubCollection : ICollectionFixture<Chromium>, ICollectionFixture<SignalRClient>;
