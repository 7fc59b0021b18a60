using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>Tests that read what the process writes to its console, or all that it measures: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(ConsoleLane), DisableParallelization = true)]
public sealed class ConsoleLane;
