using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests that start servers and apps of their own, and have them do much.</summary>
/// <remarks>
/// They are <c>[Collection(OwnServers.Name)]</c> and run one after the other when the tests that wait are done: some count what an app does
/// in a while, and a stall of a process that is busy with other tests would change the count.
/// </remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OwnServers
{
    public const string Name = "Tests on Redis servers of their own";
}
