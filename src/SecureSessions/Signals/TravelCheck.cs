using System.Globalization;
using System.Net;

namespace SecureSessions;

/// <summary>
/// Detects impossible travel: whether a user can have come from the last network to the present one, by the app's locator.
/// </summary>
internal sealed class TravelCheck(SessionPolicy policy, GeoLookup locator)
{
    /// <summary>
    /// Finds the shortest distance from any network that the user may have come from. If the speed would exceed
    /// <see cref="SecureSessionSignalOptions.MaxTravelSpeed"/>, returns it with both networks; otherwise <see langword="null"/>.
    /// </summary>
    /// <param name="here">The present address.</param>
    /// <param name="origins">The networks that the user may have come from.</param>
    /// <param name="atMost">The longest time that the travel can have taken.</param>
    public async ValueTask<string?> FindImpossibleAsync(IPAddress? here, IEnumerable<string?> origins, TimeSpan atMost)
    {
        string? network = ClientNetwork.Of(here);
        string[] others = [.. origins.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (network is null || others.Length == 0 || others.Contains(network, StringComparer.Ordinal))
            return null;

        (string From, double Distance)? shortest = await locator.AskAsync(
            (geoLocator, cancellationToken) => FindShortestAsync(geoLocator, here!, others, cancellationToken));
        return shortest is { } route ? Judge(route.From, network, route.Distance, atMost) : null;
    }

    private static async Task<(string From, double Distance)?> FindShortestAsync(
        IGeoLocator locator, IPAddress here, string[] networks, CancellationToken cancellationToken)
    {
        if (await locator.LocateAsync(here, cancellationToken) is not { } place)
            return null;

        (string From, double Distance)? shortest = null;
        foreach (string network in networks)
        {
            // A network whose place is not known may be nearby.
            if (ClientNetwork.FirstAddressOf(network) is not { } address
                || await locator.LocateAsync(address, cancellationToken) is not { } origin)
                return null;

            double distance = origin.DistanceTo(place);
            if (shortest is null || !(distance >= shortest.Value.Distance))
                shortest = (network, distance);
        }

        return shortest;
    }

    private string? Judge(string from, string to, double distance, TimeSpan time)
    {
        double hours = Math.Max(time.TotalHours, TimeSpan.FromSeconds(1).TotalHours);
        double speed = distance / hours;
        return distance > SecureSessionDefaults.MinTravelDistance && speed > policy.Signals.MaxTravelSpeed
            ? string.Create(CultureInfo.InvariantCulture, $"{speed:F0} {from} {to}")
            : null;
    }
}
