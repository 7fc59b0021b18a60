using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page that builds a store, against the store that it builds.</summary>
public sealed class OwnStorePageTests
{
    private static readonly DocPage Page = DocPage.OwnStore;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));
}
