using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SessionAuthenticationTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 10, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void An_authentication_has_its_time_in_utc_and_in_whole_milliseconds()
    {
        var authentication = SessionAuthentication.Create(At.AddTicks(12_345), ["pwd", "otp", "pwd"], "aal2");

        Assert.Equal((At.AddMilliseconds(1), TimeSpan.Zero), (authentication.At, authentication.At.Offset));
        Assert.Equal(["pwd", "otp"], authentication.Methods);
        Assert.Equal("aal2", authentication.Level);
    }

    [Fact]
    public void A_blank_authentication_level_counts_as_none() => Assert.Null(SessionAuthentication.Create(At, [], " ").Level);

    [Fact]
    [Trait("Requirement", "SU-1")]
    public void An_authentication_has_at_most_sixteen_methods()
    {
        Assert.Equal(16, SessionAuthentication.Create(At, Enumerable.Range(0, 16).Select(static n => $"m{n}"), null).Methods.Count);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => SessionAuthentication.Create(At, Enumerable.Range(0, 17).Select(static n => $"m{n}"), null));

        Assert.StartsWith("An authentication names 17 methods; at most 16 are allowed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_authentication_of_more_than_768_bytes_is_refused()
    {
        int rest = SecureSessionDefaults.MaxAuthenticationBytes - SessionPayloadCodec.SizeOf(new SessionAuthentication(At, ["x"], null));
        Assert.NotNull(SessionAuthentication.Create(At, ["x"], new string('l', rest)).Level);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => SessionAuthentication.Create(At, ["x"], new string('l', rest + 1)));

        Assert.StartsWith(
            "The methods and the level of an authentication take 769 bytes; at most 768 are allowed.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_authentication_and_a_device_fit_into_a_label()
    {
        var authentication = new SessionAuthentication(
            At,
            [],
            new string(
                'l', SecureSessionDefaults.MaxAuthenticationBytes - SessionPayloadCodec.SizeOf(new SessionAuthentication(At, [], null))));

        byte[] label = new SessionLabel(new SessionClient(new string('d', 200), "2001:db8:1234::/48"), authentication).ToBytes();

        Assert.InRange(label.Length, SecureSessionDefaults.MaxAuthenticationBytes, SecureSessionDefaults.MaxLabelBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void An_authentication_method_without_a_name_is_refused(string? method) =>
        Assert.Throws<ArgumentException>(() => SessionAuthentication.Create(At, ["pwd", method!], null));

    [Fact]
    public void An_authentication_time_before_1970_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => SessionAuthentication.Create(DateTimeOffset.MinValue, ["pwd"], null));
}
