using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Gives a full file a name with the time in it, and deletes the oldest of the files that have such names.</summary>
/// <param name="path">The file that is rotated.</param>
/// <param name="maxFiles">How many files are kept, the current one included.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The logger of the app.</param>
internal sealed class AuditFileRotation(string path, int maxFiles, TimeProvider timeProvider, ILogger logger)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly string _prefix = Path.GetFileNameWithoutExtension(path) + "-";
    private readonly string _extension = Path.GetExtension(path);
    private bool _isFailing;

    /// <summary>Rotates the file. If that fails the file grows on, which the log says once.</summary>
    public void Rotate()
    {
        try
        {
            File.Move(path, FindFreeName());
            foreach (string old in Rotated().OrderDescending(StringComparer.Ordinal).Skip(maxFiles - 1))
                File.Delete(old);

            _isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isFailing)
                Log.AuditRotationFailed(logger, exception);
            _isFailing = true;
        }
    }

    private string FindFreeName()
    {
        DateTime time = timeProvider.GetUtcNow().UtcDateTime;
        string name = NameAt(time);
        while (File.Exists(name))
            name = NameAt(time = time.AddMilliseconds(1));

        return name;
    }

    private string NameAt(DateTime time) =>
        Path.Combine(_folder, _prefix + time.ToString(TimeFormat, CultureInfo.InvariantCulture) + _extension);

    // A file of the app may begin with the same letters. Only one whose name this class makes is deleted.
    private IEnumerable<string> Rotated() => Directory.EnumerateFiles(_folder, $"{_prefix}*{_extension}").Where(IsRotated);

    private bool IsRotated(string file) =>
        DateTime.TryParseExact(
            Path.GetFileNameWithoutExtension(file)[_prefix.Length..], TimeFormat, CultureInfo.InvariantCulture, default, out _);
}
