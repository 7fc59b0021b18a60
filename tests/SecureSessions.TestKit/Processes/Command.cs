using System.Diagnostics;
using System.Text;

namespace SecureSessions.TestKit;

/// <summary>A program that runs in another process, with what it prints; never outlives its owner.</summary>
internal sealed class Command : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private bool _isStarted;

    private Command(Process process) => _process = process;

    /// <summary>Called with every line that is printed.</summary>
    public event Action<string>? LinePrinted;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public Task Exited => _process.WaitForExitAsync();

    public bool HasExited => _process.HasExited;

    public int ProcessId => _process.Id;

    /// <summary>Runs a program to its end and returns what it printed; a failure is an exception that says it.</summary>
    public static async Task<string> RunAsync(string folder, TimeSpan limit, string program, params string[] arguments)
    {
        await using var command = new Command(NewProcess(folder, program, arguments, new Dictionary<string, string>()));
        command.Start();
        try
        {
            await command.Exited.WaitAsync(limit);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}: not done within {limit}.\n{command.Output}", exception);
        }

        return command._process.ExitCode == 0
            ? command.Output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: exit code {command._process.ExitCode}\n{command.Output}");
    }

    /// <summary>Prepares a program that goes on running; <see cref="Start"/> starts it.</summary>
    public static Command Create(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string> environment) =>
        new(NewProcess(folder, program, arguments, environment));

    public void Start()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _isStarted = _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends it with SIGKILL, if it has not ended by itself.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
            await KillAsync();
        _process.Dispose();
    }

    private static Process NewProcess(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // No build server may stay behind: it would hold the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new Process { StartInfo = start };
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;

        lock (_output)
            _output.AppendLine(line);
        LinePrinted?.Invoke(line);
    }
}
