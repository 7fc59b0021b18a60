using System.Net;

namespace SecureSessions.Tests.Docs.Signals;

#region city-locator
internal sealed class CityLocator(ICityDatabase cities) : IGeoLocator
{
    public ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken) =>
        ValueTask.FromResult(cities.Find(address) is var (latitude, longitude) ? new GeoPoint(latitude, longitude) : (GeoPoint?)null);
}
#endregion
