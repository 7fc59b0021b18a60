using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>
/// Tests of &lt;session-timeout> over time. They share a browser and an app whose clock they move, and run one after the other.
/// </summary>
[CollectionDefinition(nameof(TimeoutCollection))]
public sealed class TimeoutCollection : ICollectionFixture<Chromium>, ICollectionFixture<SampleOnManualClock>;
