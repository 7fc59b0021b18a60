namespace SecureSessions;

/// <summary>The place of a client, by the names that the app's locator gives it. Lists show them, and nothing is decided by them.</summary>
/// <param name="Country">The country; <see langword="null"/> if unknown.</param>
/// <param name="City">The city; <see langword="null"/> if unknown.</param>
internal readonly record struct ClientPlace(string? Country, string? City)
{
    /// <summary>
    /// The place as it may be kept: each name without characters that nobody sees, and
    /// <see cref="SecureSessionDefaults.MaxPlaceNameLength"/> characters long at most.
    /// </summary>
    public static ClientPlace Of(string? country, string? city) => new(ToKept(country), ToKept(city));

    private static string? ToKept(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;

        int length = Math.Min(name.Length, SecureSessionDefaults.MaxPlaceNameLength);
        bool isCutInHalf = length < name.Length && char.IsHighSurrogate(name[length - 1]);
        return LogText.Neutralise(name[..(isCutInHalf ? length - 1 : length)]);
    }
}
