using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

public sealed class ReadmeTests
{
    private static readonly DocPage Readme = DocPage.Readme;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Readme.Regions.Values.Order(StringComparer.Ordinal), Readme.CodeBlocks.Order(StringComparer.Ordinal));

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

        Assert.Contains($"\nSet-Cookie: {sent.Replace(browser.Token!, "<64 characters>", StringComparison.Ordinal)}\n", Readme.Text, StringComparison.Ordinal);
        Assert.Equal(64, browser.Token!.Length);
    }

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.Options.Order(), Readme.TableRows("Option").Order());

    [Fact]
    public void The_table_of_fixed_numbers_is_that_of_the_code() =>
        Assert.Equal(DefaultsInCode.FixedNumbers.Order(), Readme.TableRows("`SecureSessionDefaults`").Order());

    [Fact]
    public void Every_event_and_every_instrument_is_named()
    {
        IEnumerable<string> events = Enum.GetValues<SessionEventType>().Select(SessionEventNames.Of);
        Assert.Equal(events, Readme.TableRows("Event").Select(static row => row.First));

        string[] instruments = [.. DefaultsInCode.ConstantsOf(typeof(SessionMetrics)).Where(static name => name.Contains('.', StringComparison.Ordinal))];
        Assert.All(instruments, static name => Assert.Contains($"| `{name}`", Readme.Text, StringComparison.Ordinal));
        Assert.Equal(10, instruments.Length);
    }

    [Fact]
    public void Every_other_log_line_is_named()
    {
        IEnumerable<string> names = DefaultsInCode.LogLineNamesOf(typeof(Log)).Except(Enum.GetValues<SessionEventType>().Select(SessionEventNames.Of));
        Assert.All(names, static name => Assert.Contains($"`{name}`", Readme.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_commands_are_there() =>
        Assert.All(
            [
                "dotnet run --project samples/SecureSessions.Sample",
                "dotnet run --project samples/SecureSessions.Sample -- --redis localhost:6379\ndotnet run --project samples/SecureSessions.Sample -- --redis localhost:6379 --urls https://localhost:7444",
                "bash tests/run.sh",
            ],
            static command => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"```bash\n{command}\n```"), Readme.Text, StringComparison.Ordinal));
}
