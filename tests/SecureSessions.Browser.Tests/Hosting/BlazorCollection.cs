using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests of circuits of Blazor. They share a browser and run one after the other.</summary>
[CollectionDefinition(nameof(BlazorCollection))]
public sealed class BlazorCollection : ICollectionFixture<Chromium>;
