namespace SecureSessions;

/// <summary>A place on Earth, in degrees, and by its names.</summary>
/// <param name="Latitude">From -90 (south) to 90 (north).</param>
/// <param name="Longitude">From -180 (west) to 180 (east).</param>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadius = 6371;

    /// <summary>
    /// The country, as lists of sessions are to show it; <see langword="null"/> if unknown. Kept only with
    /// <see cref="SecureSessionOptions.KeepPlace"/>.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>
    /// The city, as lists of sessions are to show it; <see langword="null"/> if unknown. Kept only with
    /// <see cref="SecureSessionOptions.KeepPlace"/>.
    /// </summary>
    public string? City { get; init; }

    /// <summary>The distance to another place along the surface, in kilometres; NaN if a coordinate is NaN.</summary>
    internal double DistanceTo(GeoPoint other)
    {
        double latitude = double.DegreesToRadians(other.Latitude - Latitude);
        double longitude = double.DegreesToRadians(other.Longitude - Longitude);
        double half = Square(Math.Sin(latitude / 2))
            + (
                Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(
                    double.DegreesToRadians(other.Latitude)) * Square(Math.Sin(longitude / 2)));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    private static double Square(double value) => value * value;
}
