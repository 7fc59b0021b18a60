using Xunit;

namespace SecureSessions.TestKit;

/// <summary>Runs a theory for every way in which a store fails on every server.</summary>
public sealed class FaultsOnAllServers : TheoryData<StoreFault, ServerKind>
{
    public FaultsOnAllServers()
    {
        foreach (StoreFault fault in Enum.GetValues<StoreFault>().Where(static fault => fault != StoreFault.None))
        {
            foreach (ServerKind server in Enum.GetValues<ServerKind>())
                Add(fault, server);
        }
    }
}
