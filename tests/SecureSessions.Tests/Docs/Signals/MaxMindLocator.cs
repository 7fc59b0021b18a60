using System.Net;
using MaxMind.Db;

namespace SecureSessions.Tests.Docs.Signals;

#region max-mind
internal sealed class MaxMindLocator(Reader database) : IGeoLocator
{
    public ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken)
    {
        GeoPoint? point = database.Find<Entry>(address) is { Location: { } at } found
            ? new GeoPoint(at.Latitude, at.Longitude) { Country = NameOf(found.Country), City = NameOf(found.City) }
            : null;
        return ValueTask.FromResult(point);
    }

    private static string? NameOf(Named? place) => place?.Names?.GetValueOrDefault("en");

    [method: Constructor]
    internal sealed record Entry(
        [MapKey("location")] Coordinates? Location, [MapKey("country")] Named? Country, [MapKey("city")] Named? City);

    [method: Constructor]
    internal sealed record Coordinates([MapKey("latitude")] double Latitude, [MapKey("longitude")] double Longitude);

    [method: Constructor]
    internal sealed record Named([MapKey("names")] Dictionary<string, string>? Names);
}
#endregion
