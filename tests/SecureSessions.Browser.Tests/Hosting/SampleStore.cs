namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Where the sample keeps its sessions.</summary>
public enum SampleStore
{
    /// <summary>In its process.</summary>
    Memory = 1,

    /// <summary>On a Redis server of its own.</summary>
    Redis = 2,
}
