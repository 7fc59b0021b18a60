namespace SecureSessions;

/// <summary>
/// The device and the network that a session is used from, as far as they may be told and kept. Both are coarse on purpose, so that they
/// name no person.
/// </summary>
/// <param name="Device">Browser and system, such as <c>Firefox on Windows</c>, without versions; <see langword="null"/> if unknown.</param>
/// <param name="Network">The network of the client's address, <c>/24</c> or <c>/48</c>; <see langword="null"/> if unknown.</param>
public sealed record SessionClient(string? Device, string? Network)
{
    /// <summary>
    /// The country that the network is in, by the app's <c>IGeoLocator</c>; <see langword="null"/> unless
    /// <see cref="SecureSessionOptions.KeepPlace"/> is set and the country is known.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>The city, on the same conditions as <see cref="Country"/>.</summary>
    public string? City { get; init; }

    /// <summary>Whether a place is known.</summary>
    internal bool HasPlace => Country is not null || City is not null;

    /// <summary>A client of which nothing is known.</summary>
    internal static SessionClient Unknown { get; } = new(null, null);

    /// <summary>
    /// The device and the network as a part of a log line. A text that could pass for another part of the line stands in quotes.
    /// </summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"device={LogText.Quote(Device ?? "-")} network={LogText.Part(Network) ?? "-"}";
}
