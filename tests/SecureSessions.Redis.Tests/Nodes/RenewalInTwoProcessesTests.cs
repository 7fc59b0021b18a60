using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class RenewalInTwoProcessesTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly string[] QuickRenewal = ["--Sessions:RenewalInterval", $"{Interval}", "--Sessions:RenewalGrace", "00:00:04"];

    private readonly TwoNodes _nodes = new(QuickRenewal);

    public Task InitializeAsync() => _nodes.InitializeAsync();

    public Task DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    [Trait("Requirement", "RG-3")]
    public async Task A_renewal_on_both_at_once_has_one_winner_and_logs_nobody_out()
    {
        using Browser browser = _nodes.A.NewBrowser();
        await browser.LogInAsync();
        string? before = browser.Token;
        await Task.Delay(Interval);

        // The same cookie twenty times on each node, and each answer by itself.
        Browser[] parallel = [.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? _nodes.A : _nodes.B).NewBrowser(browser.Jar.Copy()))];
        Page[] pages = await Task.WhenAll(parallel.Select(static one => one.GetAsync("/account")));

        Assert.All(pages, static page => Assert.Contains("<dd id=\"user\">alice</dd>", page.Body, StringComparison.Ordinal));
        Assert.NotEqual(before, Assert.Single(parallel.Select(static one => one.Token).Distinct()));
    }
}
