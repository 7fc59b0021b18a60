using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The requests of <c>sample.http</c>, sent from the top to the bottom as a person does.</summary>
public sealed partial class SampleRequestsTests(SampleSite site) : IClassFixture<SampleSite>
{
    private const string Host = "https://localhost";
    private const string ContentType = "Content-Type";

    [Fact]
    public async Task Each_request_is_answered_with_the_status_that_it_says()
    {
        using Browser client = site.NewBrowser();
        Dictionary<string, string> variables = new() { ["host"] = Host };

        string file = await File.ReadAllTextAsync(Repository.PathTo("samples", "SecureSessions.Sample", "sample.http"));
        IReadOnlyList<Match> requests = Request().Matches(file.ReplaceLineEndings("\n"));

        Assert.Equal(Enumerable.Range(1, 28), requests.Select(static request => int.Parse(request.Groups["number"].Value, null)));
        foreach (Match request in requests)
        {
            Page answer = await SendAsync(client, request, variables);
            Assert.Equal(
                (request.Groups["title"].Value, int.Parse(request.Groups["status"].Value, null)),
                (request.Groups["title"].Value, (int)answer.Status));
            TakeOver(answer, variables);
        }
    }

    private static async Task<Page> SendAsync(Browser client, Match request, Dictionary<string, string> variables)
    {
        client.Jar.Plant(SecureSessionDefaults.CookieName, null);       // @no-cookie-jar
        ILookup<bool, (string Name, string Value)> headers = request.Groups["header"].Captures
            .Select(static header => header.Value.TrimEnd().Split(": "))
            .ToLookup(static header => header[0] == ContentType, header => (header[0], Fill(header[1], variables)));
        using StringContent? content = request.Groups["body"].Success
            ? new StringContent(Fill(request.Groups["body"].Value, variables), null, headers[true].Single().Value)
            : null;
        return await client.SendAsync(
            new HttpMethod(request.Groups["method"].Value),
            Fill(request.Groups["address"].Value, variables)[Host.Length..],
            content,
            [.. headers[false]]);
    }

    // What the person copies by hand.
    private static void TakeOver(Page answer, Dictionary<string, string> variables)
    {
        if (answer.Body.Contains(SampleSite.TokenField, StringComparison.Ordinal))
            variables.TryAdd("formToken", SampleSite.TokenIn(answer.Body));
        if (answer.SetCookies is [var cookie, ..])
            variables.TryAdd("cookie", cookie.Split('=', ';')[1]);
        if (ClientTokens().Match(answer.Body) is { Success: true } tokens)
        {
            variables["accessToken"] = tokens.Groups["access"].Value;
            variables["refreshToken"] = tokens.Groups["refresh"].Value;
        }
    }

    private static string Fill(string text, Dictionary<string, string> variables) =>
        Variable().Replace(text, name => variables[name.Groups[1].Value]);

    [GeneratedRegex(
        @"^### (?<number>\d+)\. (?<title>.*) -> (?<status>\d+)\n(# @.*\n)*(?<method>[A-Z]+) (?<address>\S+)\n"
            + @"(?<header>[\w-]+: .*\n)*(\n(?<body>[^#\n].*)\n)?",
        RegexOptions.Multiline)]
    private static partial Regex Request();

    // The two tokens of a client; not the one of a page, which comes alone.
    [GeneratedRegex("\"access_token\":\"(?<access>[^\"]+)\".*\"refresh_token\":\"(?<refresh>[^\"]+)\"")]
    private static partial Regex ClientTokens();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Variable();
}
