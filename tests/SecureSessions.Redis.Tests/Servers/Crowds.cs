using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// Tests with crowds of requests. These keep every thread of their process busy: who waits for an answer beside them waits long.
/// </summary>
/// <remarks>They are <c>[Collection(Crowds.Name)]</c> and run when all others are done, one after the other.
/// <c>[Trait("Pace", "Crowd")]</c> tells them apart, so that they can run meanwhile, in a process of their own.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Crowds
{
    public const string Name = "Tests with crowds of requests";
}
