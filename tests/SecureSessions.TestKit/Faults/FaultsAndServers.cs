namespace SecureSessions.TestKit;

/// <summary>Every way in which a store fails, and every server.</summary>
public sealed class FaultsAndServers()
    : PairedWithServers<StoreFault>(
        Enum.GetValues<StoreFault>().Where(static fault => fault != StoreFault.None), StoreFault.ThrowsAfterYield);
