using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>With a database the sample makes its tables, keeps its sessions there, and says so.</summary>
public sealed class SampleDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sessions_in_a_file_are_there_after_a_restart()
    {
        string database = $"Data Source={Path.Combine(_folder.Path, "sessions.db")}";
        string? token;
        await using (SampleSite first = SampleSite.With("Database", database))
        {
            using Browser browser = await first.NewSignedInBrowserAsync();
            Assert.Contains("Sessions in the file ", (await browser.GetAsync("/account")).Body, StringComparison.Ordinal);
            token = browser.Token;
        }

        await using SampleSite second = SampleSite.With("Database", database);
        using Browser again = second.NewBrowser();
        again.Token = token;
        Assert.Contains("<dd id=\"user\">alice</dd>", (await again.GetAsync("/account")).Body, StringComparison.Ordinal);
    }
}
