using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Tests that see what other tests of the process do. They run when all others are done.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection : ICollectionFixture<Chromium>;
