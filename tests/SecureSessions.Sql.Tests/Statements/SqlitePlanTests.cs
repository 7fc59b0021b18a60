using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqlitePlanTests(SqliteFile file) : PlanTests(scan: "SCAN s"), IClassFixture<SqliteFile>
{
    protected override (string Prefix, int Column) Explain => ("EXPLAIN QUERY PLAN", 3);

    protected override Task<TestDatabase> OpenAsync() => file.OpenFilledAsync(Sessions);
}
