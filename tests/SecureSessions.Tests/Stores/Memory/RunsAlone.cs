using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>Tests that measure time or memory and therefore run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class RunsAlone
{
    public const string Name = "Runs alone";
}
