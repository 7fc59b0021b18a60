using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests whose servers fail while an app is busy with them; most of these measure how long its visitors wait then.</summary>
/// <remarks>
/// They are <c>[Collection(FailingServers.Name)]</c> and run one after the other, so that no app is held
/// up by other tests of its process.
/// <c>[Trait("Pace", "Fault")]</c> gives them a process of their own.
/// </remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FailingServers
{
    public const string Name = "Tests with failing Redis servers";
}
