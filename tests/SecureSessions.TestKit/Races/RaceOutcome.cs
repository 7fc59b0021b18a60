using System.Globalization;

namespace SecureSessions.TestKit;

/// <summary>A cell of the <see cref="RaceTable"/>, such as <c>401, signed in</c>.</summary>
/// <param name="Status">What the second request is answered.</param>
/// <param name="SignedIn">Whether the browser, which received both answers, is signed in afterwards.</param>
public sealed record RaceOutcome(int Status, bool SignedIn)
{
    public static RaceOutcome Parse(string cell)
    {
        string[] parts = cell.Split(", ");
        return new RaceOutcome(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1] switch
        {
            "signed in" => true,
            "signed out" => false,
            _ => throw new FormatException($"docs/races.md has a cell '{cell}'."),
        });
    }
}
