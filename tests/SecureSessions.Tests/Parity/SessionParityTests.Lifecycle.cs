using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Parity;

public abstract partial class SessionParityTests
{
    [Fact]
    public async Task Reading_creates_no_session()
    {
        Page page = await RunAsync(session =>
        {
            _ = (session.Id, session.IsAvailable, session.GetString("x"), session.Keys.ToArray());
            session.Clear();
        });

        Assert.Empty(page.SetCookies);
    }

    [Fact]
    public async Task The_first_value_creates_a_session_and_the_second_sets_no_cookie()
    {
        Page first = await RunAsync(session => session.SetString("a", "1"));
        Page second = await RunAsync(session => session.SetString("b", "2"));

        Assert.Single(first.SetCookies);
        Assert.Empty(second.SetCookies);
    }

    [Fact]
    public async Task The_id_stays_the_same()
    {
        string first = await AskAsync(session => { session.SetString("a", "1"); return session.Id; });
        string second = await AskAsync(session => session.Id);
        string third = await AskAsync(session => { session.SetString("b", "2"); return session.Id; });

        Assert.Equal((first, first), (second, third));
    }

    [Fact]
    public async Task Two_visitors_have_two_sessions()
    {
        using Browser other = _host.NewBrowser();
        string id = await AskAsync(session => { session.SetString("mine", "1"); return session.Id; });

        (string otherId, string? value) = await _host.Script.AskAsync(
            other, context => (context.Session.Id, context.Session.GetString("mine")));

        Assert.NotEqual(id, otherId);
        Assert.Null(value);
    }

    [Fact]
    public async Task The_session_is_available_once_it_is_loaded()
    {
        bool available = await _host.Script.AskAsync(_browser, async context =>
        {
            await context.Session.LoadAsync();
            return context.Session.IsAvailable;
        });

        Assert.True(available);
    }

    [Fact]
    public async Task What_was_committed_is_seen_by_a_parallel_request_at_once()
    {
        await RunAsync(session => session.SetString("start", "1"));

        string? seen = await _host.Script.AskAsync(_browser, async context =>
        {
            context.Session.SetString("progress", "half");
            await context.Session.CommitAsync();
            return await AskAsync(session => session.GetString("progress"));
        });

        Assert.Equal("half", seen);
    }

    [Fact]
    public async Task Committing_nothing_is_harmless()
    {
        Page page = await _host.Script.RunAsync(_browser, context => context.Session.CommitAsync());

        Assert.Empty(page.SetCookies);
    }

    [Fact]
    public async Task A_value_set_after_a_commit_is_stored_too()
    {
        await _host.Script.RunAsync(_browser, async context =>
        {
            context.Session.SetString("before", "1");
            await context.Session.CommitAsync();
            context.Session.SetString("after", "2");
        });

        Assert.Equal(("1", "2"), await AskAsync(session => (session.GetString("before"), session.GetString("after"))));
    }

    [Fact]
    public async Task The_feature_is_there_during_the_request_and_gone_after_it()
    {
        var after = new TaskCompletionSource<ISessionFeature?>();
        await using ParityHost host = await ParityHost.StartAsync(library, before: app => app.Use((context, next) =>
        {
            // Registered first, so it runs last.
            context.Response.OnCompleted(() => { after.SetResult(context.Features.Get<ISessionFeature>()); return Task.CompletedTask; });
            return next(context);
        }));
        using Browser browser = host.NewBrowser();

        Assert.NotNull(await host.Script.AskAsync(browser, context => context.Features.Get<ISessionFeature>()));
        Assert.Null(await after.Task);
    }

    [Fact]
    public async Task A_library_may_wrap_the_session()
    {
        await _host.Script.RunAsync(_browser, context =>
        {
            ISession original = context.Session;
            context.Session = new WrappedSession(original);
            context.Session.SetString("key", "value");
        });

        Assert.Equal("value", await AskAsync(session => session.GetString("wrapped:key")));
    }
}
