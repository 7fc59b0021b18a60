using System.Buffers;

namespace SecureSessions;

/// <summary>Makes text from outside safe for a log line (ASVS 16.4.1).</summary>
internal static class LogText
{
    private const int Longest = 256;

    // C0 and C1 controls, DEL, and the two line separators of Unicode.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Append(0x2028).Append(0x2029).Select(code => (char)code)]);

    public static string? Neutralise(string? text)
    {
        if (text is null)
            return null;
        if (text.Length > Longest)
            text = text[..Longest];

        return text.AsSpan().ContainsAny(Controls)
            ? string.Create(text.Length, text, static (span, source) => source.AsSpan().ReplaceAny(span, Controls, '?'))
            : text;
    }
}
