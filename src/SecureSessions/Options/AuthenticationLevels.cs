namespace SecureSessions;

/// <summary>Levels of authentication in their order. Names compare ordinally.</summary>
/// <param name="ascending">The levels, the weakest first.</param>
internal sealed class AuthenticationLevels(IReadOnlyList<string> ascending)
{
    private readonly string[] _ascending = [.. ascending];

    /// <summary>Whether a level can be asked for: <c>acr_values</c> parts them by spaces and travels in a header (RFC 9470, 3).</summary>
    public static bool IsAskable(string? level) => !string.IsNullOrEmpty(level) && !level.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether this level serves where that one is required. One that has no place in the order serves only for itself.</summary>
    public bool Serves(string? level, string required) => level == required || (PlaceOf(required) is >= 0 and var least && PlaceOf(level) > least);

    /// <summary>The one of two required levels that is harder to meet; that with a place in the order, if only one has.</summary>
    public string? Stricter(string? one, string? other) => one is null || (other is not null && PlaceOf(other) > PlaceOf(one)) ? other : one;

    private int PlaceOf(string? level) => Array.IndexOf(_ascending, level);
}
