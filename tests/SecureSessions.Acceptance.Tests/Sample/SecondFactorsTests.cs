using OtpNet;
using SecureSessions.Sample;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SecondFactorsTests
{
    // The key of RFC 6238, appendix B, in base32.
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private readonly ManualTimeProvider _clock = new();
    private readonly SecondFactors _factors;

    public SecondFactorsTests() => _factors = new SecondFactors(_clock);

    [Theory]
    [InlineData("2005-03-18T01:58:29Z", "081804")]
    [InlineData("2009-02-13T23:31:30Z", "005924")]
    [InlineData("2033-05-18T03:33:20Z", "279037")]
    public void The_codes_are_those_of_the_specification(string time, string code)
    {
        _clock.JumpWallClock(DateTimeOffset.Parse(time, null) - _clock.GetUtcNow());
        Assert.True(_factors.TryAdd("alice", Key, code));
    }

    [Fact]
    public void A_code_is_accepted_once_and_none_before_it_afterwards()
    {
        Add();
        _clock.Advance(TimeSpan.FromMinutes(1));
        string early = CodeAt(TimeSpan.FromSeconds(-30));
        string code = CodeAt(TimeSpan.Zero);

        Assert.Equal((true, false, false), (Use(code), Use(code), Use(early)));
        Assert.True(Use(CodeAt(TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public void The_code_that_added_the_app_is_used_up() =>
        Assert.Equal((true, false), (_factors.TryAdd("alice", Key, CodeAt(TimeSpan.Zero)), Use(CodeAt(TimeSpan.Zero))));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_may_differ_by_one_interval(int seconds, bool isAccepted)
    {
        Add();
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(isAccepted, Use(CodeAt(TimeSpan.FromSeconds(seconds))));
    }

    [Fact]
    public async Task Of_many_requests_with_one_code_one_is_accepted()
    {
        Add();
        _clock.Advance(TimeSpan.FromMinutes(1));
        string code = CodeAt(TimeSpan.Zero);

        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Use(code))));

        Assert.Single(accepted, static one => one);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    public void What_is_no_code_is_refused(string code)
    {
        Add();
        Assert.False(Use(code));
    }

    [Fact]
    public void A_user_without_an_app_has_no_code_and_one_that_is_removed_is_gone()
    {
        Assert.Equal((false, false), (_factors.Has("alice"), Use(CodeAt(TimeSpan.Zero))));
        Add();
        _factors.Remove("alice");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((false, false), (_factors.Has("alice"), Use(CodeAt(TimeSpan.Zero))));
    }

    [Fact]
    public void Keys_are_random_and_their_address_names_the_user()
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(static _ => SecondFactors.NewKey())];
        Assert.Equal((100, 20), (keys.Distinct().Count(), Base32Encoding.ToBytes(keys[0]).Length));
        Assert.StartsWith("otpauth://totp/SecureSessions:alice?", SecondFactors.AddressOf("alice", keys[0]), StringComparison.Ordinal);
        Assert.Contains($"secret={keys[0]}", SecondFactors.AddressOf("alice", keys[0]), StringComparison.Ordinal);
    }

    private void Add() => Assert.True(_factors.TryAdd("alice", Key, CodeAt(TimeSpan.Zero)));

    private bool Use(string code) => _factors.TryUse("alice", code);

    private string CodeAt(TimeSpan fromNow) => new Totp(Base32Encoding.ToBytes(Key)).ComputeTotp((_clock.GetUtcNow() + fromNow).UtcDateTime);
}
