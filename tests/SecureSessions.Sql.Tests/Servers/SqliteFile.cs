using Microsoft.Data.Sqlite;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>A file with tables for a class of tests, as its fixture.</summary>
public sealed class SqliteFile : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private TestDatabase? _database;
    private bool _isFilled;

    public string Path => System.IO.Path.Combine(_folder.Path, "sessions.db");

    /// <summary>The empty tables.</summary>
    public async Task<TestDatabase> OpenAsync()
    {
        await _database!.ClearAsync();
        return _database;
    }

    /// <summary>The tables with so many sessions.</summary>
    public async Task<TestDatabase> OpenFilledAsync(int sessions)
    {
        if (!_isFilled)
            await _database!.FillAsync(sessions);
        _isFilled = true;
        return _database!;
    }

    public async Task InitializeAsync() => _database = await TestDatabase.CreateOnSqliteAsync(Path);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        using (var connection = new SqliteConnection($"Data Source={Path}"))
            SqliteConnection.ClearPool(connection);

        _folder.Dispose();
    }
}
