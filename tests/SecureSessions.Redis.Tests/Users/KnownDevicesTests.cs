using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>What only Redis promises of devices: they are kept as long as the history, or not at all, and junk is left out.</summary>
[Collection(SharedServer.Name)]
public sealed class KnownDevicesTests(SharedServer shared)
{
    private readonly string _prefix = RedisPorts.NewPrefix();

    [Fact]
    public async Task Without_a_history_no_device_is_kept()
    {
        using RedisPorts ports = await OpenAsync(TimeSpan.Zero);

        await RememberAsync(ports, "Firefox on Windows", age: TimeSpan.Zero);

        Assert.Empty(await RememberAsync(ports, "Safari on iPhone", age: TimeSpan.Zero));
        Assert.Equal("0", await shared.Server.ExecuteAsync("EXISTS", _prefix + "d:ada"));
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task The_retention_of_the_history_is_that_of_the_devices()
    {
        using RedisPorts ports = await OpenAsync(TimeSpan.FromHours(1));
        await RememberAsync(ports, "Firefox on Windows", age: TimeSpan.FromMinutes(61));
        await RememberAsync(ports, "Safari on iPhone", age: TimeSpan.FromMinutes(59));

        Assert.Equal("Safari on iPhone", Assert.Single(await RememberAsync(ports, "Edge on Windows", age: TimeSpan.Zero)).Device);
        Assert.InRange(long.Parse(await shared.Server.ExecuteAsync("PTTL", _prefix + "d:ada"), provider: null), 3_590_000, 3_600_000);
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task Junk_among_the_devices_is_left_out_and_a_key_that_is_none_is_the_stores_fault()
    {
        using RedisPorts ports = await OpenAsync(TimeSpan.FromHours(1));
        await shared.Server.ExecuteAsync("ZADD", _prefix + "d:ada", "9999999999999", "junk");
        Assert.Empty(await RememberAsync(ports, "Firefox on Windows", age: TimeSpan.Zero));

        await shared.Server.ExecuteAsync("SET", _prefix + "d:ada", "text");
        await Assert.ThrowsAsync<SecureSessionStoreException>(() => RememberAsync(ports, "Firefox on Windows", age: TimeSpan.Zero));
    }

    private Task<RedisPorts> OpenAsync(TimeSpan retention) =>
        RedisPorts.OpenAsync(shared.Server.Configuration, _prefix, options => options.HistoryRetention = retention);

    private static async Task<IReadOnlyList<KnownDevice>> RememberAsync(RedisPorts ports, string device, TimeSpan age)
    {
        DateTimeOffset at = await ports.Store.GetTimeAsync(CancellationToken.None) - age;
        return await ports.Index.RememberDeviceAsync("ada", new KnownDevice(device, Network: null, at), CancellationToken.None);
    }
}
