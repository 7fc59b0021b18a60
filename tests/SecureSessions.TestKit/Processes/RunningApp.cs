namespace SecureSessions.TestKit;

/// <summary>A web app in a process of its own, in Production, on a free loopback port over HTTPS.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Command _command;

    private RunningApp(Command command, Uri address)
    {
        _command = command;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it has printed so far.</summary>
    public string Output => _command.Output;

    /// <summary>Waits until it listens at another address as well.</summary>
    public Task UntilListeningAsync(Uri address) => Poll.UntilAsync(
        () => _command.HasExited
            ? throw new InvalidOperationException($"The app ended at its start:\n{Output}")
            : Output.Contains($"{Listening}{address.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal),
        $"the app listens at {address}");

    /// <summary>
    /// Starts a program that is an ASP.NET Core app, and waits until it listens. The folder is its home: what it keeps is there.
    /// </summary>
    public static async Task<RunningApp> StartAsync(string folder, string program, params string[] arguments)
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        Command command = Command.Create(folder, program, arguments, Environment(folder));
        command.LinePrinted += line =>
        {
            if (line.Contains(Listening, StringComparison.Ordinal))
                address.TrySetResult(new Uri(line.Split(Listening)[1]));
        };
        command.Start();
        try
        {
            await Task.WhenAny(address.Task, command.Exited).WaitAsync(Patience.Limit);
            return address.Task.IsCompletedSuccessfully
                ? new RunningApp(command, await address.Task)
                : throw new InvalidOperationException($"{program} ended at its start:\n{command.Output}");
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that keeps no cookies and follows no redirects.</summary>
    public HttpClient NewClient() => new(TestCertificate.NewClientHandler()) { BaseAddress = Address, Timeout = Patience.Limit };

    /// <summary>
    /// A browser with an empty cookie jar, or with one that it shares: a browser sends its cookies to all ports of a host.
    /// </summary>
    public Browser NewBrowser(CookieJar? jar = null) => new(NewClient(), jar);

    /// <summary>Has it stop as an operator does, and waits until it has finished what it has begun.</summary>
    public async Task StopAsync()
    {
        ProcessSignal.Terminate(_command.ProcessId);
        await _command.Exited.WaitAsync(Patience.Limit);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private static Dictionary<string, string> Environment(string folder)
    {
        (string certificate, string key) = TestCertificate.ExportTo(folder);
        return new()
        {
            ["HOME"] = folder,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = "https://127.0.0.1:0",
            ["Kestrel__Certificates__Default__Path"] = certificate,
            ["Kestrel__Certificates__Default__KeyPath"] = key,

            // Apps that run beside each other trust each other.
            ["SSL_CERT_FILE"] = certificate,
        };
    }
}
