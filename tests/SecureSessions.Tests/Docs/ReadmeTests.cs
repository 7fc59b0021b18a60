using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The first page that a newcomer reads.</summary>
public sealed partial class ReadmeTests
{
    private static readonly DocPage Readme = DocPage.Readme;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_of_its_own_is_shown()
    {
        string[] compiled = [.. DocPage.All.SelectMany(static page => page.Regions.Values)];
        Assert.All(Readme.CodeBlocks, block => Assert.Contains(block, compiled));
        Assert.All(Readme.Regions.Values, static block => Assert.Contains(block, Readme.CodeBlocks));
    }

    [Fact]
    public void The_readme_is_read_in_one_sitting() => Assert.InRange(Readme.Text.Split('\n').Length, 1, 150);

    [Fact]
    public void The_quick_start_comes_first_and_has_at_most_ten_lines_of_code()
    {
        Assert.Equal(Readme.Regions["quick-start"], Readme.CodeBlocks[0]);
        Assert.InRange(Readme.CodeBlocks[0].Split('\n').Count(static line => line.Any(char.IsLetter)), 1, 10);
    }

    [Fact]
    [Trait("Requirement", "CK-1")]
    public async Task The_cookie_that_it_shows_is_the_one_that_is_sent()
    {
        await using SessionHost host = await SessionHost.StartAsync(
            static app => app.MapGet("/", static (HttpContext context) => context.Session.SetInt32("n", 1)));
        using Browser browser = host.NewBrowser();

        string sent = Assert.Single((await browser.GetAsync("/")).SetCookies);

        string shown = sent.Replace(browser.Token!, "<64 characters>", StringComparison.Ordinal);
        Assert.Contains($"\nSet-Cookie: {shown}\n", Readme.Text, StringComparison.Ordinal);
        Assert.Equal(64, browser.Token!.Length);
    }

    [Fact]
    public void The_version_that_it_names_is_that_of_the_packages() => Assert.Contains(
        $"\nVersion {Packages().Match(File.ReadAllText(Repository.PathTo("Directory.Build.props"))).Groups["version"].Value},",
        Readme.Text,
        StringComparison.Ordinal);

    [Fact]
    public void The_commands_are_there() =>
        Assert.All(
            ["dotnet run --project samples/SecureSessions.Sample", "bash tests/run.sh"],
            static command => Assert.Contains($"```bash\n{command}\n```", Readme.Text, StringComparison.Ordinal));

    [Fact]
    public void The_commands_for_two_nodes_are_in_the_readme_of_the_sample() => Assert.Contains(
        "```bash\ndotnet run --project samples/SecureSessions.Sample -- --redis localhost:6379\n"
            + "dotnet run --project samples/SecureSessions.Sample -- --redis localhost:6379 --urls https://localhost:7444\n```",
        File.ReadAllText(Repository.PathTo("samples", "SecureSessions.Sample", "README.md")).ReplaceLineEndings("\n"),
        StringComparison.Ordinal);

    [GeneratedRegex("<Version>(?<version>[^<]+)</Version>")]
    private static partial Regex Packages();
}
