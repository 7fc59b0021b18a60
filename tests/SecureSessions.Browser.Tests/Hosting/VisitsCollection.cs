using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of visits, which share a browser and an app on each store; one after the other.</summary>
[CollectionDefinition(nameof(VisitsLane))]
public sealed class VisitsLane : ICollectionFixture<Chromium>, ICollectionFixture<SampleApps>;
