using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests that start servers and apps of their own, and have them do much.</summary>
/// <remarks>
/// They are <c>[Collection(OwnServers.Name)]</c> and run one after the other: some count what an app does
/// in a while, and a stall of a process that is busy with other tests would change the count.
/// <c>[Trait("Pace", "Alone")]</c> gives them a process of their own.
/// </remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnServers
{
    public const string Name = "Tests on Redis servers of their own";
}
