using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>Tests that start servers of their own, which fail.</summary>
/// <remarks>They are <c>[Collection(OwnServers.Name)]</c> and run one after the other.</remarks>
[CollectionDefinition(Name)]
public sealed class OwnServers
{
    public const string Name = "Tests on databases of their own";
}
