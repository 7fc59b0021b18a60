using System.Text;

namespace SecureSessions.Sample;

/// <summary>Appends to a file of this node's own, which only its owner reads: it holds addresses and names of users.</summary>
internal sealed class AuditFile(string path) : IAuditSink
{
    // Opened for each batch, so that the file can be moved away at any time, and closed after it, so that what was written is with the system.
    public async Task WriteAsync(IReadOnlyList<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + '\n'))));
    }
}
