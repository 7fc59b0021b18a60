using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests that wait for real clocks, beside all others, which they share nothing with.</summary>
[CollectionDefinition(nameof(RealTimeLane))]
public sealed class RealTimeLane : ICollectionFixture<Chromium>;
