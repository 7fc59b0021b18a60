using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on stores, against the port that a store implements.</summary>
public sealed class StoresPageTests
{
    private static readonly DocPage Page = DocPage.Stores;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_operations_names_every_member_of_the_port() => Assert.Equal(
        typeof(ISecureSessionStore).GetMethods().Select(static member => member.Name).Order(StringComparer.Ordinal),
        Page.TableRows("Operation").Select(static row => row.First).Order(StringComparer.Ordinal));
}
