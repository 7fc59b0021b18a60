using System.Globalization;
using System.Text;

namespace SecureSessions;

/// <summary>
/// The name of an account as it is counted: names that a database may take for one and the same account are one name. Otherwise every other
/// spelling would bring new guesses.
/// </summary>
internal static class AccountName
{
    /// <summary>How many characters of a name count. No account has a longer one.</summary>
    public const int Longest = 1024;

    /// <summary>
    /// The name without white space around it, case, accents, widths, and characters that nobody sees: a comparison of a database may
    /// ignore any of them. In the invariant mode of globalization the runtime knows neither letters with accents nor widths.
    /// </summary>
    public static string Normalise(string name)
    {
        string whole = ToWellFormed(name.Length > Longest ? name[..Longest] : name);
        var normal = new StringBuilder(whole.Length);
        foreach (Rune rune in whole.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format or UnicodeCategory.Control))
                normal.Append(Rune.ToUpperInvariant(rune).ToString());
        }

        return normal.ToString().Trim();
    }

    // The framework refuses to normalise a text with half of a surrogate pair.
    private static string ToWellFormed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }
}
