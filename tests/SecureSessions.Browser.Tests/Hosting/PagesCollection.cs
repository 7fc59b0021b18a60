using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of pages, which share a browser; one after the other.</summary>
[CollectionDefinition(nameof(PagesLane))]
public sealed class PagesLane : ICollectionFixture<Chromium>;
