using SecureSessions.Redis;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page for those who run Redis.</summary>
public sealed class RedisPageTests
{
    private static readonly DocPage Page = DocPage.Redis;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.RedisOptions.Order(), Page.TableRows("Option").Order());

    [Fact]
    public void Every_log_line_of_the_package_is_named()
    {
        Type log = typeof(RedisSessionStoreOptions).Assembly.GetType("SecureSessions.Redis.Log", throwOnError: true)!;

        Assert.Equal(DefaultsInCode.LogLineNamesOf(log), Page.TableRows("Log line").Select(static row => row.First));
    }

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/redis.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}
