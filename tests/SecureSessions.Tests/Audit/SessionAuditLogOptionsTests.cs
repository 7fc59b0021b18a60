using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Audit;

public sealed class SessionAuditLogOptionsTests
{
    [Fact]
    public void The_defaults_are_these()
    {
        var options = new SessionAuditLogOptions();
        Assert.Equal(
            (null, 67_108_864, 16, 10_000, null),
            (options.File, options.MaxFileBytes, options.MaxFiles, options.MaxWaitingEvents, options.Node));
    }

    [Theory]
    [InlineData("", "SessionAuditLogOptions.File is '', which is empty. Name a file, such as /var/log/app/audit.jsonl, or leave it null ")]
    [InlineData("logs/", "SessionAuditLogOptions.File is 'logs/', which is a folder. ")]
    [InlineData("a\0b", "SessionAuditLogOptions.File is 'a?b', which no file can be named. ")]
    public void A_file_that_cannot_be_one_is_refused(string file, string error) =>
        Assert.StartsWith(error, Assert.Single(ErrorsOf(options => options.File = file)), StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_no_file()
    {
        using var folder = new TempFolder();
        Assert.Contains(", which is a folder. ", Assert.Single(ErrorsOf(options => options.File = folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_come_at_once_each_with_its_cure() => Assert.Equal(
        [
            "SessionAuditLogOptions.MaxFileBytes is 65535, but must be at least 65536. Set it to how many bytes a file may have, or leave "
            + "the default of 67108864.",
            "SessionAuditLogOptions.MaxFiles is 1, but must be at least 2: with fewer, nothing would be left after a rotation. Set it to "
            + "how many files are kept, or leave the default of 16.",
            "SessionAuditLogOptions.MaxWaitingEvents is 0, but must be at least 1: requests do not wait for the file. Set it to how many "
            + "events may wait in memory, or leave the default of 10000.",
            "SessionAuditLogOptions.Node is 'a?b', which is no name for lines: it is empty, too long or has control characters. Set it to "
            + "a name by which you know this node, or leave it null for the name of the machine.",
        ],
        ErrorsOf(static options =>
        {
            options.MaxFileBytes = 65_535;
            options.MaxFiles = 1;
            options.MaxWaitingEvents = 0;
            options.Node = "a\nb";
        }));

    [Fact]
    public async Task An_app_with_an_error_in_them_does_not_start() => await Assert.ThrowsAsync<OptionsValidationException>(
        () => SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureSessions = static sessions => sessions.AddSessionAuditLog(static log => log.MaxFiles = 0),
        }));

    private static IEnumerable<string> ErrorsOf(Action<SessionAuditLogOptions> configure)
    {
        using ServiceProvider services = new ServiceCollection().AddLogging().AddSecureSessions().AddSessionAuditLog(configure)
            .Services.BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<SessionAuditLogOptions>>().Value).Failures;
    }
}
