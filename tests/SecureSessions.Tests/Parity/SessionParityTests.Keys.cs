using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Parity;

public abstract partial class SessionParityTests
{
    [Fact]
    public async Task Keys_lists_what_is_there()
    {
        await RunAsync(session => session.SetString("stored", "1"));

        string[] keys = await AskAsync(session =>
        {
            session.SetString("new", "2");
            session.SetString("gone", "3");
            session.Remove("gone");
            return session.Keys.Order(StringComparer.Ordinal).ToArray();
        });

        Assert.Equal(["new", "stored"], keys);
    }

    [Fact]
    public async Task A_visitor_without_a_session_has_no_keys() => Assert.Empty(await AskAsync(session => session.Keys.ToArray()));

    [Fact]
    public async Task A_removed_key_is_gone_and_the_others_stay()
    {
        await RunAsync(session => SetAll(session, "a", "b"));
        await RunAsync(session => session.Remove("a"));

        Assert.Equal(["b"], await AskAsync(session => session.Keys.ToArray()));
    }

    [Fact]
    public async Task A_key_that_is_set_after_its_removal_is_there()
    {
        await RunAsync(session => session.SetString("key", "old"));
        await RunAsync(session =>
        {
            session.Remove("key");
            session.SetString("key", "new");
        });

        Assert.Equal("new", await AskAsync(session => session.GetString("key")));
    }

    [Fact]
    public async Task Clear_removes_everything()
    {
        await RunAsync(session => SetAll(session, "a", "b"));
        await RunAsync(session => session.Clear());

        Assert.Empty(await AskAsync(session => session.Keys.ToArray()));
    }

    [Fact]
    public async Task What_is_set_after_clear_is_there()
    {
        await RunAsync(session => SetAll(session, "a", "b"));
        await RunAsync(session =>
        {
            session.Clear();
            session.SetString("c", "3");
        });

        Assert.Equal(["c"], await AskAsync(session => session.Keys.ToArray()));
    }

    [Fact]
    public async Task Clear_keeps_the_session_and_its_id()
    {
        string id = await AskAsync(session => { session.SetString("a", "1"); return session.Id; });
        await RunAsync(session => session.Clear());

        Assert.Equal(id, await AskAsync(session => { session.SetString("b", "2"); return session.Id; }));
    }

    [Fact]
    public async Task Removing_an_absent_key_creates_no_session()
    {
        Page page = await RunAsync(session => session.Remove("absent"));

        Assert.Empty(page.SetCookies);
    }

    [Fact]
    public async Task A_null_key_is_refused()
    {
        await RunAsync(session =>
        {
            Assert.Throws<ArgumentNullException>(() => session.Set(null!, [1]));
            Assert.Throws<ArgumentNullException>(() => session.Remove(null!));
            Assert.Throws<ArgumentNullException>(() => session.TryGetValue(null!, out _));
        });
    }

    [Fact]
    public async Task A_null_value_is_refused() =>
        await RunAsync(session => Assert.Throws<ArgumentNullException>(() => session.Set("key", null!)));

    private static void SetAll(ISession session, params string[] keys) => Array.ForEach(keys, key => session.SetString(key, key));
}
