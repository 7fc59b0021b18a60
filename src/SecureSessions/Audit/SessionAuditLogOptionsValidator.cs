using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses a file that cannot be one, and limits under which nothing could be kept.</summary>
internal sealed class SessionAuditLogOptionsValidator : IValidateOptions<SessionAuditLogOptions>
{
    private const long LeastFileBytes = 64 * 1024;
    private const int LeastFiles = 2;

    public ValidateOptionsResult Validate(string? name, SessionAuditLogOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.File is { } file && FaultOf(file) is { } fault)
        {
            errors.AddError(
                $"SessionAuditLogOptions.File is '{LogText.Neutralise(file)}', {fault}. Name a file, such as /var/log/app/audit.jsonl, or "
                + "leave it null for the app's log.");
        }

        if (options.MaxFileBytes < LeastFileBytes)
        {
            errors.AddError(
                $"SessionAuditLogOptions.MaxFileBytes is {options.MaxFileBytes}, but must be at least {LeastFileBytes}. Set it to how many "
                + $"bytes a file may have, or leave the default of {SessionAuditLogDefaults.MaxFileBytes}.");
        }

        if (options.MaxFiles < LeastFiles)
        {
            errors.AddError(
                $"SessionAuditLogOptions.MaxFiles is {options.MaxFiles}, but must be at least {LeastFiles}: with fewer, nothing would be "
                + "left after a rotation. Set it to how many files are kept, or leave the default of "
                + $"{SessionAuditLogDefaults.MaxFiles}.");
        }

        if (options.MaxWaitingEvents < 1)
        {
            errors.AddError(
                $"SessionAuditLogOptions.MaxWaitingEvents is {options.MaxWaitingEvents}, but must be at least 1: requests do not wait for "
                + "the file. Set it to how many events may wait in memory, or leave the default of "
                + $"{SessionAuditLogDefaults.MaxWaitingEvents}.");
        }

        if (options.Node is { } node && (string.IsNullOrWhiteSpace(node) || LogText.Neutralise(node) != node))
        {
            errors.AddError(
                $"SessionAuditLogOptions.Node is '{LogText.Neutralise(node)}', which is no name for lines: it is empty, too long or "
                + "has control characters. Set it to a name by which you know this node, or leave it null for the name of the machine.");
        }

        return errors.Build();
    }

    private static string? FaultOf(string file) => file switch
    {
        _ when string.IsNullOrWhiteSpace(file) => "which is empty",
        _ when file.Contains('\0', StringComparison.Ordinal) => "which no file can be named",
        _ when Path.EndsInDirectorySeparator(file) || Directory.Exists(file) => "which is a folder",
        _ => null,
    };
}
