using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>Tests that build apps: one after the other, from one package.</summary>
[CollectionDefinition(Name)]
public sealed class PackagingCollection : ICollectionFixture<PackageFeed>
{
    public const string Name = "Packaging";
}
