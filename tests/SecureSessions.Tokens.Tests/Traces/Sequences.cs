namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>All texts over an alphabet of steps.</summary>
internal static class Sequences
{
    /// <summary>All texts of exactly this length.</summary>
    public static IEnumerable<string> OfLength(int length, string steps) =>
        length == 0 ? [""] : OfLength(length - 1, steps).SelectMany(_ => steps, static (head, step) => head + step);

    /// <summary>All texts of at most this length.</summary>
    public static IEnumerable<string> UpToLength(int length, string steps) =>
        Enumerable.Range(0, length + 1).SelectMany(one => OfLength(one, steps));
}
