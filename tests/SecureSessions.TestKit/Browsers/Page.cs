using System.Net;
using System.Text.RegularExpressions;

namespace SecureSessions.TestKit;

/// <summary>An answer, read to its end.</summary>
public sealed partial record Page(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> SetCookies)
{
    /// <summary>A header's value, several joined by a comma; the empty text if it is not there.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>What its forms would send: the named inputs, with the values that they have; of a name the first.</summary>
    public Dictionary<string, string> ReadForm()
    {
        Dictionary<string, string> fields = [];
        foreach (string input in Input().Matches(Body).Select(static match => match.Value))
        {
            if (Name().Match(input) is { Success: true } name)
                fields.TryAdd(Text(name), Text(Value().Match(input)));
        }

        return fields;
    }

    /// <summary>The token that a form of this page carries against forgery.</summary>
    public string FormToken => ReadForm()["__RequestVerificationToken"];

    public static async Task<Page> ReadAsync(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(static header => header.Key, static header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Page(response.StatusCode, await response.Content.ReadAsStringAsync(), headers, SetCookiesOf(response));
    }

    public static IReadOnlyList<string> SetCookiesOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? values) ? [.. values] : [];

    private static string Text(Match attribute) => WebUtility.HtmlDecode(attribute.Groups["text"].Value);

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("(?<= )name=\"(?<text>[^\"]+)\"")]
    private static partial Regex Name();

    [GeneratedRegex("(?<= )value=\"(?<text>[^\"]*)\"")]
    private static partial Regex Value();
}
