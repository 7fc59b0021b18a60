namespace SecureSessions.Benchmarks.Load;

/// <summary>Asks one address over and over on all connections, and fails if one answer is not 200.</summary>
internal interface ILoadDriver
{
    string Name { get; }

    /// <param name="address">The address.</param>
    /// <param name="header">A header of each request, such as <c>Cookie: id=...</c>; empty for none.</param>
    /// <param name="seconds">For how long.</param>
    Task<LoadSample> DriveAsync(Uri address, string header, int seconds);
}
