using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Finds what may be kept of the client of a request: device and network, and the place where the app has opted in.</summary>
internal sealed class ClientLookup(SessionPolicy policy, GeoLookup locator)
{
    /// <summary>The client of a request that signs in; <see langword="null"/> if nothing is kept of it, or nothing known.</summary>
    public async ValueTask<ClientSighting?> FindAsync(HttpContext context) =>
        policy.KeepClientInfo && ClientSighting.Of(context) is { IsNothing: false } sighting ? await LocateAsync(sighting) : null;

    /// <summary>The client with its place, if the app keeps places and the place is known.</summary>
    public async ValueTask<ClientSighting> LocateAsync(ClientSighting sighting)
    {
        if (!policy.KeepPlace || sighting.Address is not { } address)
            return sighting;

        GeoPoint? point = await locator.AskAsync(
            async (geoLocator, cancellationToken) => await geoLocator.LocateAsync(address, cancellationToken));
        return point is { } found ? sighting.At(ClientPlace.Of(found.Country, found.City)) : sighting;
    }
}
