using System.Net;

namespace SecureSessions.Tests.Signals;

/// <summary>A locator that knows three places, and can be made to fail.</summary>
internal sealed class MapOfNetworks : IGeoLocator
{
    public static readonly GeoPoint Berlin = new(52.52, 13.405);
    public static readonly GeoPoint Potsdam = new(52.39, 13.06);
    public static readonly GeoPoint NewYork = new(40.71, -74.01);

    public Dictionary<string, GeoPoint> Places { get; } = new(StringComparer.Ordinal)
    {
        ["203.0.113.0/24"] = Berlin,
        ["198.51.100.0/24"] = Potsdam,
        ["192.0.2.0/24"] = NewYork,
    };

    /// <summary>Runs instead of an answer.</summary>
    public Func<CancellationToken, Task>? Instead { get; set; }

    public async ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken)
    {
        if (Instead is { } instead)
            await instead(cancellationToken);

        return Places.TryGetValue(ClientNetwork.Of(address)!, out GeoPoint place) ? place : null;
    }
}
