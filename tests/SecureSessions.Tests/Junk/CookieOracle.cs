using System.Text.RegularExpressions;

namespace SecureSessions.Tests.Junk;

/// <summary>What a Cookie header is, said a second time and in another way than the library does.</summary>
internal static partial class CookieOracle
{
    public enum Verdict
    {
        Absent,
        Rejected,
        LookedUp,
        OneOfTwo,
        TwoTokens,
    }

    /// <summary>The verdict, and the tokens that are looked up.</summary>
    public static (Verdict Verdict, string[] Tokens) Judge(IEnumerable<string> fields)
    {
        string[] values = [.. fields
            .SelectMany(static field => field.Split(';'))
            .Select(static pair => pair.Split('=', 2))
            .Where(static pair => pair.Length == 2 && pair[0].Trim(' ', '\t') == SecureSessionDefaults.CookieName)
            .Select(static pair => pair[1].Trim(' ', '\t'))
            .Distinct()];
        string[] tokens = [.. values.Where(static value => TokenText().IsMatch(value))];
        return (values.Length, tokens.Length) switch
        {
            (0, _) => (Verdict.Absent, []),
            (1, 1) => (Verdict.LookedUp, tokens),
            (2, 1) => (Verdict.OneOfTwo, tokens),
            (2, 2) => (Verdict.TwoTokens, tokens),
            _ => (Verdict.Rejected, []),
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{64}\z")]
    private static partial Regex TokenText();
}
