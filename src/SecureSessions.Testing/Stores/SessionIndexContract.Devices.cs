using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionIndexContract
{
    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task Of_a_user_who_was_never_seen_no_device_is_known() => Assert.Empty(await RememberAsync("Firefox on Windows"));

    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task What_was_known_before_is_told_the_last_one_in_front()
    {
        KnownDevice first = await DeviceAsync("Firefox on Windows", second: 1);
        KnownDevice second = await DeviceAsync("Safari on iPhone", second: 2, network: null);
        KnownDevice third = await DeviceAsync("用户 \0\r\n", second: 3, network: "2001:db8::/48");
        await RememberAsync(first);
        await RememberAsync(second);
        await RememberAsync(third);

        Assert.Equal([third, second, first], await RememberAsync("Edge on Windows"));
    }

    [Fact]
    public async Task The_order_is_that_of_the_sign_ins_whatever_was_told_first()
    {
        KnownDevice early = await DeviceAsync("Firefox on Windows", second: 1);
        KnownDevice late = await DeviceAsync("Safari on iPhone", second: 2);
        await RememberAsync(late);
        await RememberAsync(early);

        Assert.Equal([late, early], await RememberAsync("Edge on Windows"));
    }

    [Fact]
    public async Task A_device_takes_its_own_place()
    {
        KnownDevice other = await DeviceAsync("Safari on iPhone", second: 1);
        KnownDevice again = await DeviceAsync("Firefox on Windows", second: 3, network: "198.51.100.0/24");
        await RememberAsync(await DeviceAsync("Firefox on Windows", second: 0));
        await RememberAsync(other);
        await RememberAsync(again);

        Assert.Equal([again, other], await RememberAsync("Edge on Windows"));
    }

    [Fact]
    public async Task A_name_that_begins_with_another_is_another_device()
    {
        KnownDevice shorter = await DeviceAsync("Firefox", second: 1);
        KnownDevice longer = await DeviceAsync("Firefox on Windows", second: 2);
        await RememberAsync(longer);
        await RememberAsync(shorter);

        Assert.Equal([longer, shorter], await RememberAsync("firefox"));
    }

    [Fact]
    public async Task Only_the_last_devices_are_known()
    {
        List<KnownDevice> devices = [];
        for (int i = 0; i < SecureSessionDefaults.MaxKnownDevices + 5; i++)
        {
            devices.Add(await DeviceAsync($"device {i}", second: i));
            await RememberAsync(devices[^1]);
        }

        devices.Reverse();
        Assert.Equal(devices.Take(SecureSessionDefaults.MaxKnownDevices), await RememberAsync("one more"));
    }

    [Fact]
    public async Task A_device_is_forgotten_when_nobody_has_signed_in_from_it_for_long()
    {
        int retention = (int)SecureSessionDefaults.HistoryRetention.TotalSeconds;
        KnownDevice kept = await DeviceAsync("Firefox on Windows", second: 60 - retention);
        await RememberAsync(await DeviceAsync("Safari on iPhone", second: -retention));
        await RememberAsync(kept);

        Assert.Equal([kept], await RememberAsync("Edge on Windows"));
    }

    [Fact]
    public async Task Nobody_is_told_the_devices_of_another_user()
    {
        await RememberAsync("Firefox on Windows", "ada");

        Assert.Empty(await RememberAsync("Firefox on Windows", "bob"));
        Assert.Empty(await RememberAsync("Firefox on Windows", "Ada"));
        Assert.Single(await RememberAsync("Firefox on Windows", "ada"));
    }

    [Fact]
    public async Task Of_parallel_sign_ins_from_one_device_one_finds_it_unknown()
    {
        KnownDevice device = await DeviceAsync("Firefox on Windows", second: 1);

        IReadOnlyList<KnownDevice>[] known = await RaceAsync(_ => RememberAsync(device).AsTask());

        Assert.Empty(Assert.Single(known, static known => known.Count == 0));
        Assert.Equal([device], await RememberAsync("Edge on Windows"));
    }

    private async Task<IReadOnlyList<KnownDevice>> RememberAsync(string name, string userId = User) =>
        await Index.RememberDeviceAsync(userId, await DeviceAsync(name, second: 100), CancellationToken.None);

    private ValueTask<IReadOnlyList<KnownDevice>> RememberAsync(KnownDevice device) =>
        Index.RememberDeviceAsync(User, device, CancellationToken.None);

    /// <summary>A device whose last sign-in was so many seconds after the store's time, in whole milliseconds.</summary>
    private async Task<KnownDevice> DeviceAsync(string name, int second, string? network = "192.0.2.0/24")
    {
        DateTimeOffset now = await Store.GetTimeAsync(CancellationToken.None);
        return new KnownDevice(name, network, DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()).AddSeconds(second));
    }
}
