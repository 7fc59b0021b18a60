extern alias Shop;

using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using SecureSessions.Doors.Tests.Docs.Testing;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Testing;

/// <summary>An app that is prepared for tests: what of it is replaced, and what stays.</summary>
public sealed class TestSessionsTests
{
    [Fact]
    public async Task An_app_on_redis_is_tested_in_memory_and_needs_no_server()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(
            static services => services.AddSecureSessions(static options => options.NearCacheFor = TimeSpan.FromSeconds(1))
                .AddRedisStore("127.0.0.1:1"));
        using TestBrowser alice = await app.SignInAsync("alice");

        Assert.Equal("alice", await alice.GetStringAsync("/me"));
        Assert.Same(
            app.Services.GetRequiredKeyedService<ISecureSessionStore>(SecureSessionDefaults.MemoryStoreKey),
            app.Services.GetRequiredService<ISecureSessionStore>());
        Assert.Null(app.Services.GetService<ISecureSessionAnnouncements>());
        Assert.Null(app.Services.GetService<ISigningKeyStore>());
        Assert.Equal(1, await app.EndSessionsAsync("alice"));
    }

    [Fact]
    public async Task A_store_that_is_kept_is_used()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(
            static services =>
            {
                services.AddDistributedMemoryCache();
                services.AddSecureSessions(static options => options.MaxSessionsPerUser = null).AddDistributedCacheStore();
            },
            static test => test.KeepStore = true);
        using TestBrowser alice = await app.SignInAsync("alice");

        Assert.Equal("alice", await alice.GetStringAsync("/me"));
        Assert.Null(app.Services.GetService<ISecureSessionIndex>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.EndSessionsAsync("alice"));
    }

    [Fact]
    public async Task A_store_that_fails_is_told_by_the_call_of_the_test()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(
            static services => services.AddSecureSessions().AddRedisStore("127.0.0.1:1"), static test => test.KeepStore = true);

        await Assert.ThrowsAsync<SecureSessionStoreException>(() => app.SignInAsync("alice"));
    }

    [Fact]
    public void The_clock_begins_at_the_present_and_is_that_of_the_app()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create();

        FakeTimeProvider clock = app.GetClock();

        Assert.InRange(clock.GetUtcNow(), DateTimeOffset.UtcNow - Patience.Limit, DateTimeOffset.UtcNow);
        TimeProvider told = app.Services.GetRequiredService<TimeProvider>();
        clock.Advance(TimeSpan.FromHours(1));
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(3), "test", "test"));
        Assert.Equal(
            (clock.GetUtcNow(), clock.GetTimestamp(), clock.TimestampFrequency, clock.LocalTimeZone),
            (told.GetUtcNow(), told.GetTimestamp(), told.TimestampFrequency, told.LocalTimeZone));
    }

    [Fact]
    public async Task A_timer_of_the_app_that_was_due_several_times_fires_once_and_goes_on_from_there()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create();
        TimeProvider told = app.Services.GetRequiredService<TimeProvider>();
        int fired = 0, firedOnce = 0;
        await using ITimer periodic = told.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        await using ITimer once = told.CreateTimer(_ => firedOnce++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        app.GetClock().Advance(TimeSpan.FromDays(30));
        Assert.Equal((1, 1), (fired, firedOnce));
        app.GetClock().Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal((1, 1), (fired, firedOnce));
        app.GetClock().Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((2, 1), (fired, firedOnce));

        Assert.True(once.Change(TimeSpan.FromSeconds(1), TimeSpan.Zero));
        await periodic.DisposeAsync();
        app.GetClock().Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((2, 2), (fired, firedOnce));
    }

    [Fact]
    public void A_clock_of_the_tests_own_is_used_whichever_way_it_is_named()
    {
        var clock = new FakeTimeProvider();

        using WebApplicationFactory<Shop::Program> registered = ShopApp.Create(services => services.AddSingleton<TimeProvider>(clock));
        using WebApplicationFactory<Shop::Program> named = ShopApp.Create(test: options => options.Clock = clock);

        using WebApplicationFactory<Shop::Program> twice = named.WithTestSessions();

        Assert.Same(clock, twice.GetClock());
        Assert.Same(clock, registered.GetClock());
        Assert.Same(clock, named.GetClock());
    }

    [Fact]
    public async Task The_end_of_a_session_is_reported_at_its_deadline_though_no_request_comes()
    {
        var events = new EventRecorder();
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(
            services => services.AddSingleton<ISecureSessionEventHandler>(events));
        using TestBrowser alice = await app.SignInAsync("alice");

        app.GetClock().Advance(SecureSessionDefaults.IdleTimeout + SecureSessionDefaults.DeadlineCheckInterval);

        await Poll.UntilAsync(() => events.Of(SessionEventType.Expired).Count > 0, "the end is reported");
        Assert.Equal(alice.SessionId, Assert.Single(events.Of(SessionEventType.Expired)).SessionId);
    }

    [Fact]
    public async Task Thirty_days_pass_at_once()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create();
        using TestBrowser alice = await app.SignInAsync(new TestUser("alice") { IsRemembered = true });

        for (int week = 0; week < 4; week++)
        {
            app.GetClock().Advance(TimeSpan.FromDays(7));
            Assert.Equal("alice", await alice.GetStringAsync("/me"));
        }

        app.GetClock().Advance(TimeSpan.FromDays(2));
        Assert.Null(alice.SessionCookie);
        Assert.False(await alice.IsSignedInAsync());
    }

    [Fact]
    public async Task The_form_tokens_of_the_framework_are_sent_too()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(static services =>
        {
            services.RemoveAll<IAntiforgery>();
            services.AddAntiforgery();
        });
        using TestBrowser alice = await app.SignInAsync("alice");

        HttpResponseMessage answer = await alice.PostFormAsync("/cart", [KeyValuePair.Create("items", "3")]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(alice.Cookies, static cookie => cookie.Name.StartsWith(".AspNetCore.Antiforgery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_limit_and_what_else_refuses_a_sign_in_is_thrown_in_the_test()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(static services => services.AddSecureSessions(static options =>
        {
            options.MaxSessionsPerUser = 1;
            options.SessionLimit = SessionLimitBehavior.RefuseNew;
        }));
        using TestBrowser alice = await app.SignInAsync("alice");

        await Assert.ThrowsAsync<SessionLimitException>(() => app.SignInAsync("alice"));
    }

    [Fact]
    public async Task An_address_of_a_test_is_good_for_its_own_request_only()
    {
        List<PathString> paths = [];
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(
            services => services.AddInFront(pipeline => pipeline.Use((context, next) =>
            {
                paths.Add(context.Request.Path);
                return next(context);
            })));
        using TestBrowser alice = await app.SignInAsync("alice");

        using TestBrowser thief = app.CreateBrowser();
        HttpResponseMessage again = await thief.GetAsync(Assert.Single(paths));

        Assert.Equal((HttpStatusCode.NotFound, null), (again.StatusCode, thief.SessionCookie));
    }

    [Fact]
    public async Task A_factory_of_the_tests_own_is_prepared_by_the_verb_of_its_host()
    {
        using var app = new TestingSnippets.ShopFactory();
        using TestBrowser alice = await app.SignInAsync("alice");

        Assert.Equal("alice", await alice.GetStringAsync("/me"));
    }

    [Fact]
    public async Task An_app_on_a_real_server_is_tested_in_the_same_way()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create();
        app.UseKestrel(0);
        app.StartServer();
        using TestBrowser alice = await app.SignInAsync("alice");

        Assert.Equal("alice", await alice.GetStringAsync("/me"));
        HttpResponseMessage answer = await alice.PostFormAsync("/cart", [KeyValuePair.Create("items", "3")]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void A_factory_that_is_not_prepared_says_what_to_call()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.CreatePlain();

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => app.CreateBrowser());

        Assert.Contains("WithTestSessions()", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_app_without_sessions_says_what_is_missing()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(static services => services.RemoveAll<ISecureSessionManager>());

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => app.GetClock());

        Assert.Contains("AddSecureSessions()", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_whose_sign_ins_do_not_end_in_sessions_is_not_taken_for_one()
    {
        using WebApplicationFactory<Shop::Program> app = ShopApp.Create(
            static services => services.AddAuthentication("cookies").AddCookie("cookies"));
        using TestBrowser alice = await app.SignInAsync("alice");
        Assert.NotNull(alice.SessionCookie);

        using WebApplicationFactory<Shop::Program> two = ShopApp.Create(
            static services => services.AddAuthentication("cookies").AddCookie("cookies").AddSecureSession("second", static _ => { }));
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => two.SignInAsync("alice"));
        Assert.Contains("TestUser.Scheme", refusal.Message, StringComparison.Ordinal);
        using TestBrowser named = await two.SignInAsync(new TestUser("alice") { Scheme = "second" });
        Assert.NotNull(named.SessionCookie);
    }
}
