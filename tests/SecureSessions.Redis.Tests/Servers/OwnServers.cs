using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests that start, kill or hang servers of their own, or that measure time.</summary>
/// <remarks>They are <c>[Collection(OwnServers.Name)]</c> and have the machine to themselves: nothing runs beside them.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnServers
{
    public const string Name = "Tests on Redis servers of their own";
}
