using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests;

public sealed class MemoryStoreOptionsValidatorTests
{
    [Fact]
    public void The_default_is_100_000_and_valid()
    {
        var options = new MemoryStoreOptions();

        Assert.Equal(100_000, options.MaxAnonymousSessions);
        Assert.True(new MemoryStoreOptionsValidator().Validate(name: null, options).Succeeded);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_cap_without_room_is_refused_with_its_value_and_the_cure(int cap)
    {
        ValidateOptionsResult result =
            new MemoryStoreOptionsValidator().Validate(name: null, new MemoryStoreOptions { MaxAnonymousSessions = cap });

        Assert.Equal(
            $"MemoryStoreOptions.MaxAnonymousSessions is {cap}, but must be at least 1. " +
            "Set it to how many anonymous sessions may be kept in memory, or leave the default of 100000.",
            result.FailureMessage);
    }
}
