using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of pages. They share a browser and run one after the other.</summary>
[CollectionDefinition(nameof(PagesCollection))]
public sealed class PagesCollection : ICollectionFixture<Chromium>;
