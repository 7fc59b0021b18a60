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
    }

    /// <summary>The verdict and, for a look-up, the token.</summary>
    public static (Verdict Verdict, string? Token) Judge(IEnumerable<string> fields)
    {
        string[] values = [.. fields
            .SelectMany(static field => field.Split(';'))
            .Select(static pair => pair.Split('=', 2))
            .Where(static pair => pair.Length == 2 && pair[0].Trim(' ', '\t') == SecureSessionDefaults.CookieName)
            .Select(static pair => pair[1].Trim(' ', '\t'))];
        return values.Length switch
        {
            0 => (Verdict.Absent, null),
            1 when TokenText().IsMatch(values[0]) => (Verdict.LookedUp, values[0]),
            _ => (Verdict.Rejected, null),
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{64}\z")]
    private static partial Regex TokenText();
}
