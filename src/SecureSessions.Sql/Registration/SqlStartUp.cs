using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureSessions.Sql;

/// <summary>
/// Has an app without the tables of the store not start, and says how to make them. If the database is down, the app starts all the same.
/// </summary>
internal sealed class SqlStartUp(IServiceProvider services, Lazy<SqlDatabase> database, ILogger<SqlStartUp> logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // The store is resolved here and not in the constructor: wrong options are reported by their validator, which runs in between.
        services.GetRequiredService<ISecureSessionStore>();

        // A test of the app may have put another store in place of this one, which needs no database.
        if (!database.IsValueCreated)
            return;

        try
        {
            SchemaState state = await new SchemaCheck(database.Value).FindAsync(cancellationToken);
            if (state.FindFault(database.Value.Settings) is { } fault)
                throw new InvalidOperationException(fault);
            if (state.FindWeakness() is { } weakness)
                Log.Weak(logger, weakness);
        }
        catch (SecureSessionStoreException exception)
        {
            Log.StartFailed(logger, exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
