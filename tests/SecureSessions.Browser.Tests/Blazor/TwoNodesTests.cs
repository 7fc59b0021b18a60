using System.Diagnostics;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>The circuit is on one node, and its session ends on the other one: on real Redis.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class TwoNodesTests(Chromium chromium) : IAsyncLifetime
{
    // The node knows within a second, and the browser is told half a second later.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1.5);

    private RedisServer _redis = null!;
    private BlazorApp _first = null!;
    private BlazorApp _second = null!;

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_session_that_is_ended_on_another_node_ends_the_circuit_within_the_promised_time()
    {
        await using Device device = await chromium.NewDeviceAsync(_first.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        long start = Stopwatch.GetTimestamp();

        await _second.Sessions.EndAllAsync("alice");

        await salary.IsGoneAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Promised + Patience.Slack);
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_sign_out_in_a_tab_of_another_node_ends_the_circuit()
    {
        await using Device device = await chromium.NewDeviceAsync(_first.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        SalaryPage other = await SalaryPage.OpenAnotherAsync(device, _second);

        await SalaryPage.SignOutButtonOf(other.Page).ClickAsync();

        await salary.IsGoneAsync();
    }

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _first = BlazorApp.StartOn(_redis);
        _second = BlazorApp.StartOn(_redis);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
