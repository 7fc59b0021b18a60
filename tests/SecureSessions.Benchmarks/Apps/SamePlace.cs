using System.Net;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>Finds everybody in one place.</summary>
internal sealed class SamePlace : IGeoLocator
{
    public ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken) =>
        ValueTask.FromResult<GeoPoint?>(new GeoPoint(47.37, 8.54));
}
