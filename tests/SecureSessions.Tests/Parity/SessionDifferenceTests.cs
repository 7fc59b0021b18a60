using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Parity;

/// <summary>Where ours differs from ASP.NET Core Session, on purpose and for the better.</summary>
public sealed class SessionDifferenceTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app));
        _browser = _host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task TryGetValue_hands_out_a_copy()
    {
        await RunAsync(session =>
        {
            session.Set("stored", [1, 2, 3]);
            session.Get("stored")![0] = 9;
            Assert.Equal([1, 2, 3], session.Get("stored"));
        });
        await RunAsync(session => session.Get("stored")![0] = 9);

        await RunAsync(session => Assert.Equal([1, 2, 3], session.Get("stored")));
    }

    [Fact]
    public async Task Two_requests_that_set_different_keys_both_keep_theirs()
    {
        await RunAsync(session => session.SetString("start", "1"));
        using Browser tab = _browser.Copy();

        await _script.RunAsync(_browser, async context =>
        {
            context.Session.SetString("a", "1");
            await _script.RunAsync(tab, other => other.Session.SetString("b", "2"));
        });

        await RunAsync(session => Assert.Equal(["a", "b", "start"], session.Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_value_set_after_the_response_has_started_is_kept()
    {
        await RunAsync(session => session.SetString("start", "1"));

        await _script.RunAsync(_browser, async context =>
        {
            await context.Response.WriteAsync("first byte");
            context.Session.SetString("late", "2");
        });

        await RunAsync(session => Assert.Equal("2", session.GetString("late")));
    }

    [Fact]
    public async Task A_value_that_is_removed_again_in_its_own_request_creates_no_session()
    {
        Page page = await RunAsync(session =>
        {
            session.SetString("a", "1");
            session.Remove("a");
        });

        Assert.Empty(page.SetCookies);
        Assert.Empty(_host.Store.Calls);
    }

    [Fact]
    public async Task Removing_an_absent_key_or_clearing_nothing_writes_nothing()
    {
        await RunAsync(session => session.SetString("a", "1"));
        await RunAsync(session => session.Clear());
        _host.Store.ForgetCalls();

        await RunAsync(session =>
        {
            session.Remove("absent");
            session.Clear();
        });

        Assert.Equal([StoreOperation.Find], _host.Store.Calls);
    }

    [Fact]
    public async Task The_session_is_loaded_before_the_handler_asks() =>
        Assert.True(await _script.AskAsync(_browser, context => context.Session.IsAvailable));

    [Fact]
    public async Task The_id_is_the_same_before_and_after_the_first_value()
    {
        string id = await _script.AskAsync(_browser, context =>
        {
            string before = context.Session.Id;
            context.Session.SetString("a", "1");
            return before;
        });

        await RunAsync(session => Assert.Equal(id, session.Id));
    }

    [Fact]
    public async Task A_key_that_is_no_unicode_is_refused_where_it_is_set() =>
        await RunAsync(session => Assert.ThrowsAny<ArgumentException>(() => session.SetString("\ud800", "1")));

    private Task<Page> RunAsync(Action<ISession> act) => _script.RunAsync(_browser, context => act(context.Session));
}
