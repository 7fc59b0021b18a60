using System.Text;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Appends to a file which only the user of the process can read: it holds addresses and names of users.</summary>
/// <remarks>
/// The file is opened for each write and closed after it, so that it can be moved away or deleted at any time and the operating system has
/// every line. Processes that share the file take turns, since .NET has no way to append to a file atomically.
/// </remarks>
internal sealed class AuditFile : IAuditTarget
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly long _maxBytes;
    private readonly AuditFileTurn _turn;
    private readonly AuditFileRotation _rotation;

    /// <param name="options">Options that name a file.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">The logger of the app.</param>
    public AuditFile(SessionAuditLogOptions options, TimeProvider timeProvider, ILogger logger)
    {
        // The app may change its current directory later.
        _path = Path.GetFullPath(options.File!);
        _maxBytes = options.MaxFileBytes;
        _turn = new AuditFileTurn(_path + ".lock", timeProvider);
        _rotation = new AuditFileRotation(_path, options.MaxFiles, timeProvider, logger);
    }

    public async Task WriteAsync(IReadOnlyList<AuditEntry> entries)
    {
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(entries.Select(static entry => entry.Json + '\n')));
        CreateFolder();
        await using FileStream turn = await _turn.TakeAsync();
        if (LengthOf(_path) >= _maxBytes)
            _rotation.Rotate();

        await AppendAsync(lines);
    }

    /// <summary>Opens a file, and creates it for the user of the process alone if it is missing.</summary>
    internal static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ForOwner;

        return new FileStream(path, options);
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private void CreateFolder()
    {
        string folder = Path.GetDirectoryName(_path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, ForOwner | UnixFileMode.UserExecute);
    }

    private async Task AppendAsync(byte[] lines)
    {
        // Whoever ships the lines may have the file open.
        await using FileStream file = Open(_path, FileShare.ReadWrite | FileShare.Delete);
        long end = file.Length;
        try
        {
            if (end > 0 && lines.Length > 0)
                await EndTornLineAsync(file);
            await file.WriteAsync(lines);
        }
        catch
        {
            // Of whatever kind it is: of a file that may not grow any more .NET says that an argument is out of range.
            TakeBack(file, end);
            throw;
        }
    }

    // A process that was killed may have left a part of a line. What comes now stands on a line of its own.
    private static async Task EndTornLineAsync(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            await file.WriteAsync("\n"u8.ToArray());
    }

    // On a disk that is full a part of the lines was written. All of them are written again, and none may stand there twice.
    private static void TakeBack(FileStream file, long end)
    {
        try
        {
            file.SetLength(end);
        }
        catch (IOException)
        {
            // The first failure is the one that is reported. The next write ends the torn line.
        }
    }
}
