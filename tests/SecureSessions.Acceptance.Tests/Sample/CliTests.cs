using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using SecureSessions.Sample;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The command-line client of the sample: each command is a process of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class CliTests : IAsyncLifetime, IDisposable
{
    private const string User = "alice";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string Password = DemoUsers.Accounts.Single(static account => account.Name == User).Password;

    private readonly TempFolder _folder = new();
    private RunningApp _site = null!;

    private string TokenFile => Path.Combine(_folder.Path, "client", "refresh-token");

    public async Task InitializeAsync() => _site = await RunningApp.StartAsync(
        _folder.Create("site"),
        DotNetCli.Program,
        ProgramOf("SecureSessions.Sample"),
        "--Sessions:StoreTimeout",
        $"{Patience.StoreTimeout}");

    public async Task DisposeAsync() => await _site.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_signs_in_stays_signed_in_over_restarts_is_on_the_list_of_devices_and_signs_out()
    {
        Assert.Equal((0, "Signed in as alice."), await LogInAsync(Password));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(TokenFile));
        string first = await File.ReadAllTextAsync(TokenFile);

        (int exitCode, string account) = await RunAsync("account");
        Assert.Equal(0, exitCode);
        Assert.Contains("\"user\":\"alice\"", account, StringComparison.Ordinal);
        string session = Session().Match(account).Groups[1].Value;
        Assert.NotEqual(first, await File.ReadAllTextAsync(TokenFile));
        (exitCode, account) = await RunAsync("account");
        Assert.Equal((0, session), (exitCode, Session().Match(account).Groups[1].Value));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(TokenFile));

        using Browser browser = await LogInAsync();
        string devices = (await browser.GetAsync("/devices")).Body;
        Assert.Contains($"data-session=\"{session}\"", devices, StringComparison.Ordinal);
        Assert.Contains("Command line on", devices, StringComparison.Ordinal);

        Assert.Equal((0, "Signed out."), await RunAsync("logout"));
        Assert.False(File.Exists(TokenFile));
        Assert.DoesNotContain(session, (await browser.GetAsync("/devices")).Body, StringComparison.Ordinal);
        Assert.Equal((1, "Nobody is signed in."), await RunAsync("account"));
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task Ended_on_the_list_of_devices_it_has_its_user_sign_in_again()
    {
        await LogInAsync(Password);
        string session = Session().Match((await RunAsync("account")).Output).Groups[1].Value;
        using Browser browser = await LogInAsync();

        await SampleSite.SubmitAsync(browser, "/devices", "/devices?handler=End", new() { ["id"] = session });

        Assert.Equal((1, "The session has ended. Sign in again."), await RunAsync("account"));
        Assert.False(File.Exists(TokenFile));
    }

    [Fact]
    public async Task A_wrong_password_signs_nobody_in()
    {
        Assert.Equal((1, "User name or password is wrong."), await LogInAsync("wrong"));
        Assert.False(File.Exists(TokenFile));
    }

    [Fact]
    public async Task While_the_site_is_down_it_keeps_its_token()
    {
        await LogInAsync(Password);
        string token = await File.ReadAllTextAsync(TokenFile);
        await _site.StopAsync();

        Assert.Equal((3, "The site does not answer. You are still signed in: try again."), await RunAsync("account"));

        Assert.Equal(token, await File.ReadAllTextAsync(TokenFile));
    }

    [Fact]
    public async Task What_it_does_not_know_it_answers_with_its_usage()
    {
        (int exitCode, string output) = await RunAsync("dance");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("Usage: ", output, StringComparison.Ordinal);
    }

    private static string ProgramOf(string sample) =>
        Repository.PathTo("samples", sample, "bin", Repository.Configuration, "net10.0", $"{sample}.dll");

    private async Task<Browser> LogInAsync()
    {
        Browser browser = _site.NewBrowser();
        await SampleSite.LogInAsync(browser, User, Password);
        return browser;
    }

    private Task<(int ExitCode, string Output)> LogInAsync(string password) => RunAsync($"login {User}", password);

    private Task<(int ExitCode, string Output)> RunAsync(string command) => RunAsync(command, input: "");

    // The shell hands the password over as a script does, and prints the exit code at the end: after all that the program printed, since
    // both of its outputs go the same way.
    private async Task<(int ExitCode, string Output)> RunAsync(string command, string input)
    {
        string[] lines = (await Command.RunAsync(
            _folder.Path,
            Patience.Limit,
            "/bin/sh",
            "-c",
            $"printf '%s\\n' \"$1\" | \"$2\" \"$3\" --site \"$4\" --file \"$5\" {command} 2>&1; echo $?",
            "sh",
            input,
            DotNetCli.Program,
            ProgramOf("SecureSessions.Cli"),
            _site.Address.ToString(),
            TokenFile)).TrimEnd().Split('\n');
        return (int.Parse(lines[^1], null), string.Join('\n', lines[..^1]));
    }

    [GeneratedRegex("\"session\":\"([^\"]+)\"")]
    private static partial Regex Session();
}
