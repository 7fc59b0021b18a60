using System.Text;

namespace SecureSessions.Sample;

/// <summary>Appends to a file of this node, which only the file's owner can read: it holds addresses and names of users.</summary>
internal sealed class AuditFile(string path) : IAuditSink
{
    // The file is opened for each batch, so that it can be moved away at any time. It is closed after the batch, so that the operating
    // system has every line.
    public async Task WriteAsync(IReadOnlyList<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + '\n'))));
    }
}
