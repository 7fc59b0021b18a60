namespace SecureSessions;

/// <summary>
/// The parsed <c>User-Agent</c> headers of the last requests, so that a request need not parse its own. The cache is bounded and has no
/// locks.
/// </summary>
/// <remarks>
/// Each text has one place in the cache, and the next text of the same place overwrites it. A client that sends many texts makes others be
/// parsed again, which costs a microsecond.
/// </remarks>
internal sealed class UserAgentCache
{
    private const int Places = 1024;

    private readonly UserAgent?[] _places = new UserAgent?[Places];

    public UserAgent Get(string text)
    {
        ref UserAgent? place = ref _places[PlaceOf(text)];
        if (Volatile.Read(ref place) is { } known && known.Text == text)
            return known;

        var parsed = UserAgent.Parse(text);
        if (text.Length <= UserAgent.Longest)
            Volatile.Write(ref place, parsed);
        return parsed;
    }

    // A sample of the characters is enough, since Get() compares the whole text. The versions, which differ most, are at the end and in the
    // middle.
    private static int PlaceOf(string text)
    {
        uint hash = (uint)text.Length;
        int step = Math.Max(1, text.Length / 16);
        for (int i = text.Length - 1; i >= 0; i -= step)
            hash = (hash * 31) + text[i];
        return (int)((hash ^ (hash >> 12)) % Places);
    }
}
