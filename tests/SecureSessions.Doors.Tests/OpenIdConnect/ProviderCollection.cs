using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>One provider for all tests that need one: it takes longer to start than a test to run.</summary>
[CollectionDefinition(TestProvider.Name)]
public sealed class ProviderCollection : ICollectionFixture<TestProvider>;
