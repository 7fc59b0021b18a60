using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests with crowds of requests, which keep every thread of their process busy: whoever waits for an answer beside them waits for long.</summary>
/// <remarks>They are <c>[Collection(Crowds.Name)]</c> and run when all others are done, one after the other. <c>[Trait("Pace", "Crowd")]</c> tells
/// them apart, so that they can run in a process of their own meanwhile.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Crowds
{
    public const string Name = "Tests with crowds of requests";
}
