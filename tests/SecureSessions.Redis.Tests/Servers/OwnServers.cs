using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Tests that start servers and apps of their own, and have them do much.</summary>
/// <remarks>They are <c>[Collection(OwnServers.Name)]</c> and take turns. Beside them run tests that wait most of the time, on servers of
/// their own as well.</remarks>
[CollectionDefinition(Name)]
public sealed class OwnServers
{
    public const string Name = "Tests on Redis servers of their own";
}
