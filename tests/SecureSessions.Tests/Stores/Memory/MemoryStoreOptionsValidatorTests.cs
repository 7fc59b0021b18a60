using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed class MemoryStoreOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_100_000_sessions_in_256_MiB_and_valid()
    {
        var options = new MemoryStoreOptions();

        Assert.Equal(100_000, options.MaxAnonymousSessions);
        Assert.Equal(256 * 1024 * 1024, options.MaxAnonymousBytes);
        Assert.True(Validate(options).Succeeded);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_cap_without_room_is_refused_with_its_value_and_the_cure(int cap)
    {
        ValidateOptionsResult result = Validate(new MemoryStoreOptions { MaxAnonymousSessions = cap });

        Assert.Equal(
            $"MemoryStoreOptions.MaxAnonymousSessions is {cap}, but must be at least 1. " +
            "Set it to how many anonymous sessions may be kept in memory, or leave the default of 100000.",
            result.FailureMessage);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(131_071)]
    public void A_cap_in_bytes_that_one_visitor_fills_is_refused_with_its_value_and_the_cure(long cap)
    {
        ValidateOptionsResult result = Validate(new MemoryStoreOptions { MaxAnonymousBytes = cap });

        Assert.Equal(
            $"MemoryStoreOptions.MaxAnonymousBytes is {cap}, which is less than twice MaxPayloadBytes (65536): " +
            "one visitor could evict all others. " +
            "Set it to how many bytes the anonymous sessions may take in memory, or leave the default of 268435456.",
            result.FailureMessage);
    }

    private static ValidateOptionsResult Validate(MemoryStoreOptions options) =>
        new MemoryStoreOptionsValidator(Options.Create(new SecureSessionOptions())).Validate(name: null, options);
}
