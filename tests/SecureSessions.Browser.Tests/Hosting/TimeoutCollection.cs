using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of what time does to a page, which share a browser and an app whose clock they move; one after the other.</summary>
[CollectionDefinition(nameof(TimeoutLane))]
public sealed class TimeoutLane : ICollectionFixture<Chromium>, ICollectionFixture<SampleOnManualClock>;
