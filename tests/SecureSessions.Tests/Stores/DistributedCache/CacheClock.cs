using Microsoft.Extensions.Internal;

namespace SecureSessions.Tests.Stores;

/// <summary>Lets the framework's memory cache expire by the clock of a test.</summary>
internal sealed class CacheClock(TimeProvider timeProvider) : ISystemClock
{
    public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
}
