using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>Tests that read everything that the process writes to its console, or measures. No other test may run beside them.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;
