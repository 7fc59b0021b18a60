using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>Two processes of the sample that have a database in common and nothing else.</summary>
public abstract class TwoNodesTests
{
    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task What_one_process_begins_and_ends_the_other_knows_and_a_killed_one_loses_nothing()
    {
        string database = await OpenAsync();
        await using AppNode a = await AppNode.StartAsync(AppNode.Sample, "--database", database);
        await using AppNode b = await AppNode.StartAsync(AppNode.Sample, "--database", database);
        using Browser onA = a.NewBrowser();
        await onA.LogInAsync();
        using (Browser onB = b.NewBrowser(onA.Jar))
            Assert.Contains("<dd id=\"user\">alice</dd>", (await onB.GetAsync("/account")).Body, StringComparison.Ordinal);

        await b.RestartAsync();
        using Browser onBAgain = b.NewBrowser(onA.Jar);
        using Browser thief = onA.Copy();
        Page page = await onBAgain.GetAsync("/account");
        Assert.Contains("<dd id=\"user\">alice</dd>", page.Body, StringComparison.Ordinal);
        Assert.Contains(Shown, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page.Body, StringComparison.Ordinal);

        await onBAgain.LogOutAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).Status);
    }

    /// <summary>What the foot of each page says of the store.</summary>
    protected abstract string Shown { get; }

    /// <summary>A connection string as the sample takes it.</summary>
    protected abstract Task<string> OpenAsync();
}
