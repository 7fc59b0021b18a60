using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Load;

/// <summary>Drives with <c>wrk</c>.</summary>
internal sealed partial class WrkDriver : ILoadDriver
{
    public string Name => "wrk";

    public static bool IsAvailable()
    {
        try
        {
            using Process probe = Start(["-v"]);
            probe.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public async Task<LoadSample> DriveAsync(Uri address, string header, int seconds)
    {
        string[] more = header.Length == 0 ? [] : ["-H", header];
        using Process wrk = Start(
        [
            $"-t{LoadSettings.Threads}",
            $"-c{LoadSettings.Connections}",
            $"-d{seconds}s",
            "--latency",
            "-H", $"User-Agent: {BenchmarkApp.Browser}",
            .. more,
            address.ToString(),
        ]);
        string output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return !output.Contains("Non-2xx", StringComparison.Ordinal)
            && Rate().Match(output) is { Success: true } rate
            && P99().Match(output) is { Success: true } p99
            ? new LoadSample(Number(rate.Groups[1]), Duration(p99))
            : throw new InvalidOperationException($"wrk could not drive {address}:{Environment.NewLine}{output}");
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static TimeSpan Duration(Match match) => match.Groups[2].Value switch
    {
        "us" => TimeSpan.FromMicroseconds(Number(match.Groups[1])),
        "ms" => TimeSpan.FromMilliseconds(Number(match.Groups[1])),
        "s" => TimeSpan.FromSeconds(Number(match.Groups[1])),
        _ => throw new UnreachableException(),
    };

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();
}
