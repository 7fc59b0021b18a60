using System.Diagnostics;
using System.Globalization;

namespace SecureSessions.TestKit;

/// <summary>Signals to another process, by name: their numbers differ between systems.</summary>
internal static class ProcessSignal
{
    /// <summary>The process stands still and keeps its connections open.</summary>
    public static void Stop(int processId) => Send("STOP", processId);

    public static void Continue(int processId) => Send("CONT", processId);

    /// <summary>The process is asked to end: it may finish first what it has begun.</summary>
    public static void Terminate(int processId) => Send("TERM", processId);

    /// <summary>PostgreSQL ends at once, as in a crash, but removes what the system holds for it.</summary>
    public static void Quit(int processId) => Send("QUIT", processId);

    /// <summary>The process reads its configuration anew, if it is one that does.</summary>
    public static void HangUp(int processId) => Send("HUP", processId);

    private static void Send(string signal, int processId)
    {
        using Process shell = Process.Start("/bin/sh", ["-c", $"kill -{signal} {processId.ToString(CultureInfo.InvariantCulture)}"]);
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"Process {processId} cannot be sent {signal}.");
    }
}
