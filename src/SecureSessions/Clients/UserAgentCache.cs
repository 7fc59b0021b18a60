namespace SecureSessions;

/// <summary>What the last <c>User-Agent</c> texts said, so that a request need not parse its own. Bounded, without locks, and never wrong.</summary>
/// <remarks>
/// Each text has one place, which the next text that falls there takes over. Whoever sends many texts makes others be parsed again, which costs
/// a microsecond.
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

    // A sample is enough: a wrong guess costs a comparison. The versions, which differ most, stand at the end and in the middle.
    private static int PlaceOf(string text)
    {
        uint hash = (uint)text.Length;
        int step = Math.Max(1, text.Length / 16);
        for (int i = text.Length - 1; i >= 0; i -= step)
            hash = (hash * 31) + text[i];
        return (int)((hash ^ (hash >> 12)) % Places);
    }
}
