using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of visits. They share a browser and an app on each store, and run one after the other.</summary>
[CollectionDefinition(nameof(VisitsCollection))]
public sealed class VisitsCollection : ICollectionFixture<Chromium>, ICollectionFixture<SampleApps>;
