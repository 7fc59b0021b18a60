using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Tests.Stores;

/// <summary>What requests of a node with a near cache cost, and what they see of the changes of other nodes.</summary>
public sealed class NearCacheRequestTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private NearNode _node = null!;
    private Browser _browser = null!;

    private SessionId SessionId => SessionToken.TryParse(_browser.Token, out SessionToken token)
        ? token.Id
        : throw new InvalidOperationException("There is no session.");

    public async Task InitializeAsync()
    {
        _node = await NearNode.StartAsync(script: _script);
        _browser = _node.Host.NewBrowser();
        await _browser.DoAsync("signin ada");
        await _browser.DoAsync("set a 1");
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task A_read_costs_no_call_after_another_and_a_write_costs_its_write()
    {
        Assert.Equal([Find], await CallsAsync(""));
        Assert.Equal([], await CallsAsync(""));
        Assert.Equal([], await CallsAsync("remove absent"));
        Assert.Equal([Replace], await CallsAsync("set a 2"));
        Assert.Equal([Find], await CallsAsync(""));
        Assert.Equal([Replace], await CallsAsync("regenerate"));
        Assert.Equal([Find], await CallsAsync(""));
        Assert.Equal([End, Remove], await CallsAsync("signout"));
    }

    [Fact]
    public async Task A_hit_is_counted_and_is_no_call_of_the_store()
    {
        using var activities = new ActivityRecorder("SecureSessions");
        using var meters = new MeterRecorder(_node.Host.Services.GetRequiredService<IMeterFactory>());
        for (int i = 0; i < 5; i++)
            await _browser.DoAsync();

        Assert.Equal(4, meters.Sum(SessionMetrics.NearCacheHitsName));
        Assert.Single(
            meters.All,
            static measurement =>
                measurement.Instrument == SessionMetrics.StoreDurationName && Equals(measurement.Tags["operation"], "find"));
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task An_end_elsewhere_is_obeyed_when_it_is_announced()
    {
        await _browser.DoAsync();
        await _node.EndElsewhereAsync(SessionId);

        _node.Announcements.Announce(SessionId);

        Assert.Null((await _browser.DoAsync()).User);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task An_end_elsewhere_that_nobody_announced_is_obeyed_when_the_time_is_over_and_by_every_write()
    {
        await _browser.DoAsync();
        await _node.EndElsewhereAsync(SessionId);
        Assert.Equal("ada", (await _browser.DoAsync()).User);
        using Browser writer = _browser.Copy();

        Assert.Equal(HttpStatusCode.Unauthorized, (await writer.DoAsync("set a 2")).Status);
        _node.Clock.Advance(NearNode.NearCacheFor);

        Assert.Null((await _browser.DoAsync()).User);
    }

    [Fact]
    public async Task A_write_on_top_of_a_version_that_another_node_has_replaced_reads_again_and_keeps_both_changes()
    {
        await using SessionHost other = await StartOtherNodeAsync();
        using Browser onOther = other.NewBrowser();
        onOther.Token = _browser.Token;
        await _browser.DoAsync();

        await onOther.DoAsync("set b 2");

        Assert.Equal(["a"], (await _browser.DoAsync()).Values.Keys);
        Assert.Equal([Replace, Find, Replace], await CallsAsync("set c 3"));
        Assert.Equal(["a", "b", "c"], (await _browser.DoAsync()).Values.Keys.Order());
    }

    [Fact]
    public async Task A_value_that_another_node_has_written_is_seen_when_the_time_is_over()
    {
        await using SessionHost other = await StartOtherNodeAsync();
        using Browser onOther = other.NewBrowser();
        onOther.Token = _browser.Token;
        await _browser.DoAsync();
        await onOther.DoAsync("set a 2");

        _node.Clock.Advance(NearNode.NearCacheFor - NearNode.Moment);
        Assert.Equal("1", (await _browser.DoAsync()).Values["a"]);
        _node.Clock.Advance(NearNode.Moment);

        Assert.Equal("2", (await _browser.DoAsync()).Values["a"]);
    }

    [Fact]
    public async Task A_renewal_takes_place_when_it_is_due()
    {
        await _browser.DoAsync();
        string? before = _browser.Token;
        _node.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        await _browser.DoAsync();

        Assert.NotEqual(before, _browser.Token);
        Assert.Equal([Find], await CallsAsync(""));
        Assert.Equal([], await CallsAsync(""));
    }

    [Fact]
    public async Task A_store_without_announcements_is_refused_at_start_up()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => SessionHost.StartAsync(SmallApp.Map, static options => options.NearCacheFor = TimeSpan.FromSeconds(1)));

        Assert.StartsWith("NearCacheFor is set, but the session store announces no changes: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_option_is_called_weak_with_its_consequence() => Assert.Equal(
        "NearCacheFor = 00:00:02 weakens the sessions: if an announcement is lost, a node accepts an ended session or a regenerated "
        + "secret for so long.",
        Assert.Single(_node.Host.Logs.Of("session_weak_setting")).Message);

    // It has the same store, and no near cache.
    private Task<SessionHost> StartOtherNodeAsync() => SessionHost.StartAsync(new SessionHostSettings
    {
        Map = _script.MapCommands,
        TimeProvider = _node.Clock,
        ConfigureServices = services => services.AddSingleton(_node.Elsewhere),
    });

    private async Task<IReadOnlyCollection<StoreOperation>> CallsAsync(string script)
    {
        _node.Store.ForgetCalls();
        await _browser.DoAsync(script);
        return _node.Store.Calls;
    }
}
