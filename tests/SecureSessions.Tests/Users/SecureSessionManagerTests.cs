using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Properties;
using Xunit;

namespace SecureSessions.Tests.Users;

public sealed class SecureSessionManagerTests
{
    public static TheoryData<string> Members => ["List", "History", "End", "EndAll", "RequireRefresh", "ForgetUser"];

    [Theory]
    [MemberData(nameof(Members))]
    [Trait("Requirement", "MS-2")]
    public async Task A_user_id_that_nobody_can_have_is_refused(string member)
    {
        await using SessionHost host = await StartAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(() => CallAsync(host.Manager, member, null!));
        await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(host.Manager, member, ""));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => CallAsync(host.Manager, member, new string('x', SecureSessionDefaults.MaxUserIdBytes + 1)));
        Assert.Contains("1025 characters", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CallAsync(host.Manager, member, "\ud800"));
        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_store_without_users_port_is_a_clear_error(string member)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureSessions = static sessions =>
            {
                sessions.Services.AddDistributedMemoryCache();
                new RoleBook().AddTo(sessions.AddDistributedCacheStore());
            },
        });

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => CallAsync(host.Manager, member, "alice"));

        Assert.Contains("AddRedisStore", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Members))]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_fails_makes_every_member_throw(string member)
    {
        await using SessionHost host = await StartAsync();
        await host.SignInAsync("alice");
        host.Store.Fail(StoreFault.ThrowsAfterYield);

        await Assert.ThrowsAsync<SecureSessionStoreException>(() => CallAsync(host.Manager, member, "alice"));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_call_that_was_cancelled_before_does_nothing(string member)
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await host.SignInAsync("alice");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CallAsync(host.Manager, member, "alice", new CancellationToken(canceled: true)));

        Assert.Equal(["alice"], await browsers.AskAsync("/who"));
    }

    [Theory]
    [InlineData("EndAll", StoreOperation.End)]
    [InlineData("RequireRefresh", StoreOperation.Mark)]
    [InlineData("ForgetUser", StoreOperation.End)]
    [Trait("Requirement", "TM-3")]
    public async Task One_session_that_cannot_be_reached_does_not_save_the_others(string member, StoreOperation operation)
    {
        await using SessionHost host = await StartAsync();
        Browser[] browsers = await host.SignInAsync([.. Enumerable.Repeat("alice", 20)]);
        int calls = 0;
        host.Store.Before = call =>
            call == operation && Interlocked.Increment(ref calls) == 3 ? throw new TimeoutException() : Task.CompletedTask;

        SecureSessionStoreException error = await Assert.ThrowsAsync<SecureSessionStoreException>(
            () => CallAsync(host.Manager, member, "alice"));

        Assert.Contains("1 of a user's 20 sessions", error.Message, StringComparison.Ordinal);
        Assert.Equal(19, (await browsers.AskAsync("/who")).Count(static user => user == "nobody"));
        await CallAsync(host.Manager, member, "alice");
        Assert.DoesNotContain("alice", await browsers.AskAsync("/who"));
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task A_list_that_cannot_be_read_completely_throws()
    {
        await using SessionHost host = await StartAsync();
        await host.SignInAsync("alice", "alice");
        int calls = 0;
        host.Store.Before = call =>
            call == StoreOperation.Peek && Interlocked.Increment(ref calls) == 2 ? throw new TimeoutException() : Task.CompletedTask;

        await Assert.ThrowsAsync<SecureSessionStoreException>(() => host.Manager.ListAsync("alice"));
        Assert.Equal(2, (await host.Manager.ListAsync("alice")).Count);
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_list_and_the_history_show_what_the_label_says()
    {
        await using SessionHost host = await StartAsync();
        var authentication = new SessionAuthentication(host.Clock.GetUtcNow(), ["pwd", "otp"], "aal2");
        SessionId id = await CreateAsync(host, authentication, new SessionClient("Firefox on Windows", "203.0.113.0/24"));

        UserSession living = Assert.Single(await host.Manager.ListAsync("alice"));
        await host.Manager.EndAsync("alice", id);
        PastSession past = Assert.Single(await host.Manager.HistoryAsync("alice"));

        Assert.Equal(("Firefox on Windows", "203.0.113.0/24", "aal2"), (living.Device, living.Network, living.Authentication?.Level));
        Assert.Equal(("Firefox on Windows", "203.0.113.0/24", "aal2"), (past.Device, past.Network, past.Authentication?.Level));
        Assert.Equal(["pwd", "otp"], living.Authentication!.Methods);
        Assert.Equal("Firefox on Windows", Assert.Single(host.Events.Of(SessionEventType.Expired)).Client?.Device);
    }

    [Fact]
    [Trait("Requirement", "MS-4")]
    public async Task A_sign_in_that_died_is_not_shown_and_leaves_the_list_in_time()
    {
        await using SessionHost host = await StartAsync();
        DateTimeOffset now = host.Clock.GetUtcNow();
        await host.Store.InnerIndex.ReserveAsync(
            new SessionReservation(RandomValues.Id(), "alice", now, now.AddMinutes(20), now.AddHours(8)), null, default);
        Assert.Empty(await host.Manager.ListAsync("alice"));
        Assert.Single(await host.Store.InnerIndex.ListAsync("alice", default));

        host.Clock.Advance(SecureSessionDefaults.ReservationPeriod);
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Empty(await host.Store.InnerIndex.ListAsync("alice", default));
        Assert.Empty(await host.Manager.HistoryAsync("alice"));
    }

    [Fact]
    public async Task A_hundred_sessions_are_asked_for_a_few_at_a_time()
    {
        await using SessionHost host = await StartAsync();
        await host.SignInAsync([.. Enumerable.Repeat("alice", 100)]);
        int running = 0;
        int most = 0;
        host.Store.Before = async call =>
        {
            most = Math.Max(most, call == StoreOperation.Peek ? Interlocked.Increment(ref running) : 0);
            await Task.Yield();
            if (call == StoreOperation.Peek)
                Interlocked.Decrement(ref running);
        };

        Assert.Equal(100, (await host.Manager.ListAsync("alice")).Count);
        Assert.InRange(most, 1, 8);
    }

    [Fact]
    public async Task EndOthers_on_an_anonymous_session_is_a_clear_error()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app => script.Map(app));
        using Browser browser = host.NewBrowser();

        Exception? error = await script.AskAsync(
            browser, context => Record.ExceptionAsync(() => host.Manager.EndOthersAsync(context.GetSecureSession())));

        Assert.Contains("Nobody is signed in", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Manager.EndOthersAsync(null!));
    }

    private static Task<SessionHost> StartAsync() =>
        SessionHost.StartAsync(new SessionHostSettings { ConfigureSessions = new RoleBook().AddTo, Map = RoleBook.Map });

    private static Task CallAsync(
        ISecureSessionManager manager, string member, string userId, CancellationToken cancellationToken = default) =>
        member switch
        {
            "List" => manager.ListAsync(userId, cancellationToken: cancellationToken),
            "History" => manager.HistoryAsync(userId, cancellationToken),
            "End" => manager.EndAsync(userId, RandomValues.Id(), cancellationToken: cancellationToken),
            "EndAll" => manager.EndAllAsync(userId, cancellationToken: cancellationToken),
            "ForgetUser" => manager.ForgetUserAsync(userId, cancellationToken: cancellationToken),
            "RequireRefresh" => manager.RequireRefreshAsync(userId, cancellationToken: cancellationToken),
            _ => throw new ArgumentException(member),
        };

    private static async Task<SessionId> CreateAsync(SessionHost host, SessionAuthentication authentication, SessionClient client)
    {
        SessionCreation creation = host.Services.GetRequiredService<SessionCreation>();
        SessionPayload payload = SessionPayload.Empty with { UserId = "alice", Authentication = authentication, Clients = [client] };
        SessionStart start = await creation.BeginAsync(
            SessionToken.Create(),
            payload,
            await creation.GetTimeAsync(),
            new SessionTerms(SecureSessionDefaults.IdleTimeout, SecureSessionDefaults.AbsoluteTimeout, MaxSessions: 100));
        return (await creation.CreateAsync(start, payload)).Record.Id;
    }
}
