using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Antiforgery;

/// <summary>A timed renewal changes the secret and breaks no form that is open.</summary>
public sealed class AntiforgeryRenewalTests : IAsyncLifetime
{
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(FormApp.Settings());
        _browser = _host.NewBrowser();
        await _browser.GetAsync("/sign-in/alice");
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_form_that_was_open_is_accepted_by_the_request_that_renews_and_by_those_after_it()
    {
        string token = await _browser.OpenFormAsync();
        string before = _browser.Token!;
        for (int renewal = 1; renewal <= 3; renewal++)
        {
            _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
            Assert.Equal(200, await _browser.SendFormAsync(token));
            Assert.Equal(200, await _browser.SendFormAsync(token));
            Assert.Equal(renewal, _host.Events.Of(SessionEventType.Renewed).Count);
        }

        Assert.NotEqual(before, _browser.Token);
        Assert.Equal(200, await _browser.SendFormAsync(await _browser.OpenFormAsync()));
    }

    [Fact]
    public async Task A_form_that_was_open_is_accepted_from_a_tab_that_still_has_the_old_secret()
    {
        string before = await _browser.OpenFormAsync();
        using Browser tab = _browser.Copy();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        string during = (await _browser.SendKeepingJarAsync(HttpMethod.Get, "/form")).Body;
        string after = await _browser.OpenFormAsync();
        await _browser.GetAsync("/plain");

        foreach (string token in (string[])[before, during, after])
            Assert.Equal((200, 200), (await tab.SendFormAsync(token), await _browser.SendFormAsync(token)));
    }

    [Fact]
    public async Task A_renewal_that_could_not_be_stored_changes_nothing()
    {
        string token = await _browser.OpenFormAsync();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        _host.Store.Fail(StoreFault.ThrowsAfterYield, StoreOperation.Replace);

        Assert.Equal(200, await _browser.SendFormAsync(token));
    }

    [Theory]
    [InlineData("/sign-in/alice")]
    [InlineData("/regenerate")]
    public async Task A_change_of_privilege_after_a_renewal_ends_the_form_all_the_same(string change)
    {
        string token = await _browser.OpenFormAsync();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        Assert.Equal(200, await _browser.SendFormAsync(token));

        await _browser.GetAsync(change);

        Assert.Equal(400, await _browser.SendFormAsync(token));
        Assert.Equal(200, await _browser.SendFormAsync(await _browser.OpenFormAsync()));
    }

    [Fact]
    public async Task A_value_that_is_written_after_a_renewal_does_not_lose_the_key()
    {
        string token = await _browser.OpenFormAsync();
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await _browser.GetAsync("/set/a/1");
        await _browser.GetAsync("/set/b/2");

        Assert.Equal(200, await _browser.SendFormAsync(token));
    }
}
