using Xunit;

namespace SecureSessions.Acceptance.Tests;

/// <summary>Tests that measure time and therefore run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class RunsAlone
{
    public const string Name = "Runs alone";
}
