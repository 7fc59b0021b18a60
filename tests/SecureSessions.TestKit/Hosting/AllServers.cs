using Xunit;

namespace SecureSessions.TestKit;

/// <summary>Runs a theory on every server.</summary>
public sealed class AllServers : TheoryData<ServerKind>
{
    public AllServers()
        : base(Enum.GetValues<ServerKind>())
    {
    }
}
