using System.Net;

namespace SecureSessions.TestKit;

/// <summary>An answer, read to its end.</summary>
public sealed record Page(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> SetCookies)
{
    /// <summary>A header's value, several joined by a comma; the empty text if it is not there.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    public static async Task<Page> ReadAsync(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(static header => header.Key, static header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Page(response.StatusCode, await response.Content.ReadAsStringAsync(), headers, SetCookiesOf(response));
    }

    public static IReadOnlyList<string> SetCookiesOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? values) ? [.. values] : [];
}
