using System.Globalization;
using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Costs;

/// <summary>
/// What a signed-in request that only reads allocates, in memory, beyond the same request of an app that has a fixed user and no session.
/// </summary>
public sealed partial class AllocationTests
{
    private const int MostBytes = 2 * 1024;

    [Fact]
    public async Task A_signed_in_read_allocates_two_kilobytes_at_most()
    {
        string printed = await MeasureAsync();

        double beyond = BytesOf("Ours", printed) - BytesOf("Free", printed);
        Assert.True(beyond is > 0 and <= MostBytes, $"{beyond:N0} bytes beyond a fixed user.\n{printed}");
    }

    // Compiled once and for all: code that is compiled again in the background allocates differently before and after. One app at a time
    // runs in a process that does nothing else, so the count is exact.
    private static Task<string> MeasureAsync() => Command.RunAsync(
        Repository.Root,
        Patience.BuildLimit,
        "env",
        "DOTNET_TieredCompilation=0",
        DotNetCli.Program,
        Repository.PathTo("tests/SecureSessions.Benchmarks/bin", Repository.Configuration, "net10.0/SecureSessions.Benchmarks.dll"),
        "allocations",
        "exact");

    private static double BytesOf(string variant, string printed) => double.Parse(
        Count().Matches(printed).Single(match => match.Groups["variant"].Value == variant).Groups["bytes"].Value,
        CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<variant>\w+): (?<bytes>[\d,.]+) bytes a request")]
    private static partial Regex Count();
}
