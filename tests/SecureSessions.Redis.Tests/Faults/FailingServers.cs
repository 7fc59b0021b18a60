using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests whose servers fail while an app is busy with them; most of these measure how long its visitors wait then.</summary>
/// <remarks>They are <c>[Collection(FailingServers.Name)]</c> and take turns, so that no app is held up by the visitors of another.
/// Beside them run tests that wait most of the time.</remarks>
[CollectionDefinition(Name)]
public sealed class FailingServers
{
    public const string Name = "Tests with failing Redis servers";
}
