namespace SecureSessions;

/// <summary>The levels of authentication in their order. Their names compare ordinally.</summary>
/// <param name="ascending">The levels, the weakest first.</param>
internal sealed class AuthenticationLevels(IReadOnlyList<string> ascending)
{
    private readonly string[] _ascending = [.. ascending];

    /// <summary>
    /// Whether a challenge can name the level: <c>acr_values</c> separates levels by spaces and is sent in a header (RFC 9470, 3).
    /// </summary>
    public static bool IsValidName(string? level) => !string.IsNullOrEmpty(level) && !level.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether a level meets a requirement. A level that is not in the order meets only a requirement of the same level.</summary>
    public bool Meets(string? level, string required) =>
        level == required || (PlaceOf(required) is >= 0 and var least && PlaceOf(level) > least);

    /// <summary>The higher one of two required levels. If only one of the two is in the order, the result is that level.</summary>
    public string? Stricter(string? one, string? other) =>
        one is null || (other is not null && PlaceOf(other) > PlaceOf(one)) ? other : one;

    private int PlaceOf(string? level) => Array.IndexOf(_ascending, level);
}
