using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;

namespace SecureSessions.Sql;

/// <summary>Sends statements: each call on a connection of the pool, within the timeout, with every failure as the one of a store.</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing to dispose of.
internal sealed class SqlDatabase(SqlSettings settings, TimeProvider timeProvider, string? now = null)
#pragma warning restore CA1001
{
    private const int ShortestPause = 5;
    private const int LongestPause = 50;

    private readonly DialectTraits _traits = DialectTraits.Of(settings.Dialect);

    // A file has one writer. Those of this process wait here, where waiting holds no thread.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>
    /// A call ends after twice the timeout of its caller, who has been answered by then: what was sent at the last moment gets an answer.
    /// </summary>
    private readonly TimeSpan _longest = 2 * settings.Timeout;

    public SqlSettings Settings => settings;

    public SqlStatements Statements { get; } = new(DialectTraits.Of(settings.Dialect), settings.Schema, now);

    /// <summary>Carries a statement out; returns how many rows it has changed.</summary>
    public Task<int> ExecuteAsync(SqlStatement statement, SqlArguments arguments, CancellationToken cancellationToken) =>
        RunAsync(statement, arguments, static (command, stop) => command.ExecuteNonQueryAsync(stop), cancellationToken);

    /// <summary>Carries a statement out; returns its rows.</summary>
    public Task<List<T>> QueryAsync<T>(
        SqlStatement statement, SqlArguments arguments, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        RunAsync(statement, arguments, (command, stop) => ReadAllAsync(command, read, stop), cancellationToken);

    // Of several statements at most one returns rows; each has to be read to its end, since its failure comes only then.
    private static async Task<List<T>> ReadAllAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(read(reader));
        }
        while (await reader.NextResultAsync(cancellationToken));

        return rows;
    }

    private async Task<T> RunAsync<T>(
        SqlStatement statement,
        SqlArguments arguments,
        Func<DbCommand, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_longest, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        bool takesTurns = _traits.IsFile && !statement.IsRead;
        try
        {
            if (takesTurns)
                await _writer.WaitAsync(either.Token);
            try
            {
                return await RepeatAsync(statement, arguments, run, either.Token);
            }
            finally
            {
                if (takesTurns)
                    _writer.Release();
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw SqlFailure.NoAnswer(_longest, exception);
        }
    }

    /// <summary>
    /// What was certainly not carried out is tried again. So is a read over a connection that turned out to be dead: after a restart of the
    /// database the pool has some.
    /// </summary>
    private async Task<T> RepeatAsync<T>(
        SqlStatement statement,
        SqlArguments arguments,
        Func<DbCommand, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            await using DbConnection connection = await OpenAsync(cancellationToken);
            try
            {
                return await SendAsync(connection, statement, arguments, run, cancellationToken);
            }
            catch (DbException exception) when (
                SqlFailure.IsConflict(exception) || (statement.IsRead && SqlFailure.IsLostConnection(exception)))
            {
                var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(ShortestPause, LongestPause));
                await Task.Delay(pause, timeProvider, cancellationToken);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or SecureSessionStoreException))
            {
                throw SqlFailure.Of(exception);
            }
        }
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection? connection = null;
        try
        {
            connection = await settings.DataSource.OpenConnectionAsync(cancellationToken);
            if (_traits.Opening is { } opening)
            {
                await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the dialect's, and has a number in it.
                command.CommandText = string.Format(CultureInfo.InvariantCulture, opening, (long)settings.Timeout.TotalMilliseconds);
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return connection;
        }
        catch (Exception exception)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (exception is OperationCanceledException)
                throw;
            throw SqlFailure.NoConnection(exception);
        }
    }

    private async Task<T> SendAsync<T>(
        DbConnection connection,
        SqlStatement statement,
        SqlArguments arguments,
        Func<DbCommand, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        await using DbTransaction? transaction =
            _traits.IsFile && statement.IsMany ? await connection.BeginTransactionAsync(cancellationToken) : null;
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of the package's files, and the schema in it a name that was checked.
        command.CommandText = statement.Text;
#pragma warning restore CA2100
        command.CommandTimeout = (int)Math.Ceiling(settings.Timeout.TotalSeconds);
        command.Transaction = transaction;
        arguments.AddTo(command);
        T result = await run(command, cancellationToken);
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
