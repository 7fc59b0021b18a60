using Microsoft.Extensions.Logging;
using Npgsql;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>An app on PostgreSQL, which counts the round trips that requests cost.</summary>
internal sealed class CountedApp : IAsyncDisposable
{
    /// <summary>The event that Npgsql logs for each command that it has sent and read the answer of.</summary>
    private const int CommandExecuted = 2001;

    private readonly LogRecorder _commands;
    private readonly ILoggerFactory _logging;
    private readonly NpgsqlDataSource _source;

    private CountedApp(LogRecorder commands, ILoggerFactory logging, NpgsqlDataSource source, SessionHost host)
    {
        _commands = commands;
        _logging = logging;
        _source = source;
        Host = host;
        Browser = host.NewBrowser();
    }

    public SessionHost Host { get; }

    public Browser Browser { get; }

    private int Count => _commands.Lines.Count(static line => line.Event.Id == CommandExecuted);

    public static async Task<CountedApp> StartAsync(SharedPostgres shared, TimeSpan touchInterval)
    {
        var commands = new LogRecorder();
        ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Information).AddProvider(commands));
        NpgsqlDataSource source = new NpgsqlDataSourceBuilder(shared.Server.ConnectionString).UseLoggerFactory(logging).Build();
        TestDatabase database = await shared.OpenAsync(typeof(CountedApp));
        SessionHost host = await SqlHost.StartAsync(database.Over(source), configureSql: sql => sql.TouchInterval = touchInterval);

        // The watch over the deadlines rests, so that only requests are counted.
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        return new CountedApp(commands, logging, source, host);
    }

    /// <summary>What one request costs.</summary>
    public Task<int> CostAsync(string path) => CostAsync(() => Browser.GetAsync(path));

    public async Task<int> CostAsync(Func<Task> work)
    {
        int before = Count;
        await work();
        return Count - before;
    }

    public async Task<int> CostAsync(string path, string? token)
    {
        Browser.Token = token;
        return await CostAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
        await _source.DisposeAsync();
        _logging.Dispose();
    }
}
