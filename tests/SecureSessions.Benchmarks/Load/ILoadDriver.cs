namespace SecureSessions.Benchmarks.Load;

/// <summary>Asks one address over and over on all connections, and fails if one answer is not 200.</summary>
internal interface ILoadDriver
{
    string Name { get; }

    Task<LoadSample> DriveAsync(Uri address, string cookies, int seconds);
}
