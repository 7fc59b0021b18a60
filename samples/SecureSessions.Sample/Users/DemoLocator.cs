using System.Net;

namespace SecureSessions.Sample;

/// <summary>
/// Names the place of an address for the lists of sessions. It knows this computer only; docs/signals.md shows one that asks a database.
/// </summary>
internal sealed class DemoLocator : IGeoLocator
{
    private static readonly GeoPoint ThisComputer = new(0, 0) { City = "this computer" };

    public ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken) =>
        ValueTask.FromResult(IPAddress.IsLoopback(address) ? ThisComputer : (GeoPoint?)null);
}
