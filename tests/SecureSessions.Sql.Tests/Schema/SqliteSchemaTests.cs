using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteSchemaTests : SchemaTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<TestDatabase> OpenAsync() =>
        TestDatabase.CreateOnSqliteAsync(Path.Combine(_folder.Path, $"{Path.GetRandomFileName()}.db"));
}
