using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed class DistributedCacheStoreOptionsValidatorTests
{
    [Theory]
    [InlineData("ss:")]
    [InlineData("")]
    public void The_default_and_no_prefix_at_all_are_valid(string prefix)
    {
        Assert.Equal("ss:", new DistributedCacheStoreOptions().KeyPrefix);
        Assert.True(Validate(prefix).Succeeded);
    }

    [Fact]
    public void A_prefix_that_is_missing_is_refused_with_the_cure() => Assert.Equal(
        "DistributedCacheStoreOptions.KeyPrefix is null. "
        + "Set it to what the keys of the sessions begin with, or leave the default of \"ss:\".",
        Validate(null!).FailureMessage);

    [Fact]
    public void A_prefix_too_long_for_a_key_is_refused_with_its_length_and_the_cure()
    {
        Assert.True(Validate(new string('x', 200)).Succeeded);
        Assert.Equal(
            "DistributedCacheStoreOptions.KeyPrefix has 201 characters. Set it to 200 at most.",
            Validate(new string('x', 201)).FailureMessage);
    }

    private static ValidateOptionsResult Validate(string prefix) =>
        new DistributedCacheStoreOptionsValidator().Validate(name: null, new DistributedCacheStoreOptions { KeyPrefix = prefix });
}
