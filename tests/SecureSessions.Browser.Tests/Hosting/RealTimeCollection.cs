using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests that wait for real clocks. They run beside all other tests, with which they share nothing.</summary>
[CollectionDefinition(nameof(RealTimeCollection))]
public sealed class RealTimeCollection : ICollectionFixture<Chromium>;
