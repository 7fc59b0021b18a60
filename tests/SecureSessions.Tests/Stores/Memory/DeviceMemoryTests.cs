using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>What only the in-memory store promises of devices: they are bounded, and forgotten.</summary>
public sealed class DeviceMemoryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    private readonly DeviceMemory _memory = new(capacity: 3);

    [Fact]
    public void Of_the_users_those_who_signed_in_last_are_known()
    {
        foreach (string user in (string[])["ada", "bob", "cem", "ada", "dan"])
            Remember(user);

        Assert.Equal(3, _memory.Count);
        Assert.Equal((1, 1, 1), (Remember("ada"), Remember("cem"), Remember("dan")));
        Assert.Equal(0, Remember("bob"));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public void Users_who_have_not_come_for_long_are_forgotten()
    {
        Remember("ada");
        Remember("bob", Now.AddDays(1));

        _memory.Trim(Now + SecureSessionDefaults.HistoryRetention - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _memory.Count);
        _memory.Trim(Now + SecureSessionDefaults.HistoryRetention);
        Assert.Equal(1, _memory.Count);
        _memory.Trim(Now.AddDays(1) + SecureSessionDefaults.HistoryRetention);
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public void A_device_is_known_until_just_before_its_time_is_over()
    {
        TimeSpan retention = SecureSessionDefaults.HistoryRetention;
        Remember("ada");

        Assert.Equal(1, Remember("ada", Now + retention - TimeSpan.FromMilliseconds(1), "Safari on iPhone"));
        Assert.Equal(1, Remember("ada", Now + retention, "Edge on Windows"));
    }

    private int Remember(string user, DateTimeOffset? at = null, string device = "Firefox on Windows") =>
        _memory.Remember(user, new KnownDevice(device, null, at ?? Now), at ?? Now).Count;
}
