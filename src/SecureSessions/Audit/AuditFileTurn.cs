namespace SecureSessions;

/// <summary>Lets one process at a time write to a file that several share.</summary>
/// <param name="path">The file by which they take turns. It stays empty, and stays there.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>
/// It is not the written file itself: on Windows a lock on that one would shut out those who read it, and a rotation would move the lock
/// away with it.
/// </remarks>
internal sealed class AuditFileTurn(string path, TimeProvider timeProvider)
{
    // Another process holds its turn for the time of one write. Only one that hangs makes this one give up.
    private const int MostTries = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // What the system says of a file that somebody else has locked: Linux (EAGAIN), macOS (EWOULDBLOCK), Windows (sharing violation).
    private static readonly int[] Busy = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Waits for the turn, which lasts until the result is disposed.</summary>
    /// <exception cref="IOException">Another process has kept its turn for about 10 seconds, or the file cannot be opened.</exception>
    public async Task<FileStream> TakeAsync()
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return AuditFile.Open(path, FileShare.None);
            }
            catch (IOException exception) when (Busy.Contains(exception.HResult) && tries < MostTries)
            {
                await Task.Delay(Pause, timeProvider);
            }
        }
    }
}
