using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresPlanTests(SharedPostgres shared) : PlanTests(scan: "Seq Scan")
{
    protected override (string Prefix, int Column) Explain => ("EXPLAIN", 0);

    protected override Task<TestDatabase> OpenAsync() => shared.OpenFilledAsync(Sessions);
}
