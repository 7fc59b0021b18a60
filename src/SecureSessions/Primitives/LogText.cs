using System.Globalization;
using System.Text;

namespace SecureSessions;

/// <summary>
/// Makes text from outside safe for a log line: such a text can neither begin a line nor pass for another part of its own (ASVS 16.4.1).
/// </summary>
internal static class LogText
{
    private const int Longest = 256;
    private const char Substitute = '?';

    /// <summary>
    /// The text without characters that nobody sees: 256 at most, and a question mark for each that steers, hides or reverses others.
    /// </summary>
    public static string? Neutralise(string? text)
    {
        if (text is null)
            return null;
        if (text.Length > Longest)
            text = text[..Longest];

        return IsVisible(text) ? text : Replace(text);
    }

    /// <summary>The text as one part of a line: as it is where it is one plain word, else in quotes.</summary>
    public static string? Part(string? text) => text is null || IsWord(text) ? text : Quote(text);

    /// <summary>The text in quotes; quotes and backslashes within the text are escaped.</summary>
    public static string Quote(string? text)
    {
        string neutral = Neutralise(text) ?? "";
        return neutral.AsSpan().ContainsAny('"', '\\')
            ? $"\"{neutral.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"\"{neutral}\"";
    }

    // Nearly every text is a word of ASCII: the others are looked at character by character.
    private static bool IsWord(string text) =>
        text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.AsSpan().ContainsAny('"', '\\');

    private static bool IsVisible(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return true;

        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (!TakeVisible(ref rest, out _))
                return false;
        }

        return true;
    }

    private static string Replace(string text)
    {
        var visible = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (TakeVisible(ref rest, out Rune rune))
                visible.Append(rune.ToString());
            else
                visible.Append(Substitute);
        }

        return visible.ToString();
    }

    private static bool TakeVisible(ref ReadOnlySpan<char> rest, out Rune rune)
    {
        // A char that is no character by itself is a surrogate that has lost its other half.
        bool whole = Rune.DecodeFromUtf16(rest, out rune, out int length) == System.Buffers.OperationStatus.Done;
        rest = rest[length..];
        return whole && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }
}
