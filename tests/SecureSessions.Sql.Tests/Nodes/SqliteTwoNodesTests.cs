using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteTwoNodesTests : TwoNodesTests, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override string Shown => "Sessions in the file ";

    public void Dispose() => _folder.Dispose();

    protected override Task<string> OpenAsync() => Task.FromResult($"Data Source={Path.Combine(_folder.Path, "sessions.db")}");
}
