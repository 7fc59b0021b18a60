using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on options, against the defaults in the code.</summary>
public sealed class OptionsPageTests
{
    private static readonly DocPage Page = DocPage.Options;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.Options.Order(), Page.TableRows("Option").Order());

    [Fact]
    public void The_table_of_fixed_numbers_is_that_of_the_code() =>
        Assert.Equal(DefaultsInCode.FixedNumbers.Order(), Page.TableRows("`SecureSessionDefaults`").Order());

    [Fact]
    [Trait("Requirement", "TO-6")]
    public void The_table_of_presets_is_that_of_the_code()
    {
        Assert.Equal(
            DefaultsInCode.Presets.Select(static preset => (preset.Name, preset.Idle)).Order(), Page.TableRows("Preset").Order());
        Assert.All(
            DefaultsInCode.Presets,
            static preset => Assert.Contains(
                $"\n| `{preset.Name}` | {preset.Idle} | {preset.Absolute} |", Page.Text, StringComparison.Ordinal));
    }
}
