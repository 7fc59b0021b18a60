using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Tests.Privileges;

/// <summary>The hook at load that stands for <c>OnValidatePrincipal</c>: keep, replace, end.</summary>
public sealed class SessionValidatorTests : IAsyncLifetime
{
    private readonly Check _check = new();
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    [Fact]
    public async Task A_check_that_is_not_due_costs_no_call_to_the_store_and_changes_nothing()
    {
        _check.Due = false;
        _host.Store.ForgetCalls();

        Assert.Equal("alice", await UserAsync());

        Assert.Equal([Find], _host.Store.Calls);
        Assert.Equal(0, _check.Count);
    }

    [Fact]
    public async Task A_check_that_keeps_the_session_costs_no_call_to_the_store()
    {
        _host.Store.ForgetCalls();

        Assert.Equal("alice", await UserAsync());

        Assert.Equal([Find], _host.Store.Calls);
        Assert.Equal(1, _check.Count);
    }

    [Fact]
    public async Task Anonymous_sessions_are_not_checked()
    {
        using Browser visitor = _host.NewBrowser();
        await _script.RunAsync(visitor, static context => context.Session.SetString("a", "1"));

        Assert.Equal("1", await _script.AskAsync(visitor, static context => context.Session.GetString("a")));
        Assert.Equal(0, _check.Count);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_replaced_principal_is_that_of_the_request_and_of_later_ones_under_a_new_secret()
    {
        string before = _browser.Token!;
        _check.Act = static context => { context.ReplacePrincipal(TestUsers.Create("alice", "admin")); return ValueTask.CompletedTask; };

        Assert.Equal("admin", await RoleAsync());
        _check.Due = false;

        Assert.Equal("admin", await RoleAsync());
        Assert.NotEqual(before, _browser.Token);
        Assert.Single(_host.Events.Of(SessionEventType.Refreshed));
    }

    [Fact]
    public async Task Tokens_that_a_check_changes_are_stored_and_the_secret_stays()
    {
        string before = _browser.Token!;
        _check.Act = static context =>
        {
            context.Properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "new" }]);
            context.ShouldRenew = true;
            return ValueTask.CompletedTask;
        };
        Assert.Equal("new", await _script.AskAsync(_browser, static context => context.GetTokenAsync("access_token")));
        _check.Due = false;

        Assert.Equal("new", await _script.AskAsync(_browser, static context => context.GetTokenAsync("access_token")));
        Assert.Equal((before, 0), (_browser.Token, _host.Events.Of(SessionEventType.Refreshed).Count));
    }

    [Fact]
    public async Task A_check_moves_no_deadline()
    {
        DateTimeOffset? before = await DeadlineAsync();
        _check.Act = static context =>
        {
            context.Properties.ExpiresUtc = DateTimeOffset.MaxValue;
            context.Properties.IsPersistent = true;
            context.ShouldRenew = true;
            return ValueTask.CompletedTask;
        };

        Assert.Equal(before, await DeadlineAsync());
        Assert.Empty((await _script.RunAsync(_browser, static context => context.Session.SetString("a", "1"))).SetCookies);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_rejected_session_ends_and_the_request_is_one_of_nobody()
    {
        using Browser copy = _browser.Copy();
        _check.Act = static context => { context.RejectPrincipal(); return ValueTask.CompletedTask; };

        Assert.Equal(
            (null, SessionEndReason.Revoked),
            await _script.AskAsync(_browser, static context => (context.User.Identity?.Name, context.GetSecureSession().EndReason)));

        Assert.Null(_browser.Token);
        _check.Due = false;
        Assert.Null(await _script.AskAsync(copy, static context => context.User.Identity?.Name));
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(_host.Events.Of(SessionEventType.Expired)).Reason);
    }

    [Fact]
    public async Task A_sign_out_in_a_check_rejects_the_session_as_Identitys_does()
    {
        _check.Act = static async context => await context.HttpContext.SignOutAsync();

        Assert.Null(await UserAsync());

        Assert.Null(_browser.Token);
    }

    [Fact]
    public async Task A_principal_of_another_user_ends_the_session()
    {
        _check.Act = static context => { context.ReplacePrincipal(TestUsers.Create("mallory")); return ValueTask.CompletedTask; };

        Assert.Null(await UserAsync());

        Assert.Single(_host.Logs.Of("session_refresh_mismatch"));
    }

    [Fact]
    public async Task A_check_that_throws_is_answered_503_and_the_next_request_tries_again()
    {
        _check.Act = static _ => throw new InvalidOperationException("The database is away.");
        Page failed = await _script.RunAsync(_browser, static _ => { });
        _check.Act = static _ => ValueTask.CompletedTask;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Single(_host.Logs.Of("session_validation_fail"));
        Assert.Equal("alice", await UserAsync());
    }

    [Fact]
    public async Task A_check_that_reads_the_session_again_is_called_again_and_what_it_changed_before_is_dropped()
    {
        _check.Act = context =>
        {
            context.Properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "dropped" }]);
            context.ShouldRenew = true;
            if (_check.Count == 1)
                context.ReadAgain();
            else
                context.ShouldRenew = false;
            return ValueTask.CompletedTask;
        };
        _host.Store.ForgetCalls();

        Assert.Null(await _script.AskAsync(_browser, static context => context.GetTokenAsync("access_token")));

        Assert.Equal(2, _check.Count);
        Assert.Equal([Find, Find], _host.Store.Calls);
    }

    [Fact]
    public async Task A_check_that_never_stops_reading_the_session_again_is_answered_503_and_the_session_stays()
    {
        _check.Act = static context => { context.ReadAgain(); return ValueTask.CompletedTask; };
        Page failed = await _script.RunAsync(_browser, static _ => { });
        _check.Due = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Equal("alice", await UserAsync());
    }

    [Fact]
    public async Task A_sign_in_in_a_check_is_refused_with_what_to_do_instead()
    {
        _check.Act = static async context => await context.HttpContext.SignInAsync(context.Principal);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _script.RunAsync(_browser, static _ => { })).Status);

        LogLine line = Assert.Single(_host.Logs.Of("session_validation_fail"));
        Assert.Contains("call ReplacePrincipal()", line.Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_sees_the_user_and_the_tokens_of_the_session()
    {
        string? seen = null;
        _check.Act = async context =>
        {
            AuthenticateResult result = await context.HttpContext.AuthenticateAsync();
            seen = $"{result.Principal!.Identity!.Name} {context.UserId} {context.SessionId} {context.Scheme}";
        };

        await UserAsync();

        Assert.Equal($"alice alice {_browser.SessionId()} SecureSession", seen);
    }

    [Fact]
    public async Task Of_many_parallel_requests_one_checks_and_the_others_go_on_with_its_result()
    {
        var reached = new TaskCompletionSource();
        _check.IsDueFor = static context => context.Properties.GetTokenValue("access_token") != "new";
        _check.Act = async context =>
        {
            reached.TrySetResult();
            await Task.Delay(100);
            context.Properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "new" }]);
            context.ShouldRenew = true;
        };

        string?[] tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => _script.AskAsync(_browser, static context => context.GetTokenAsync("access_token"))));

        await reached.Task;
        Assert.All(tokens, static token => Assert.Equal("new", token));
        Assert.Equal(1, _check.Count);
    }

    public async Task InitializeAsync()
    {
        _check.Due = false;
        _host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Map = app => _script.Map(app),
            ConfigureSessions = sessions =>
            {
                sessions.Services.AddSingleton(_check);
                sessions.AddSessionValidator<Check>();
            },
        });
        _browser = _host.NewBrowser();
        await _script.RunAsync(_browser, static context => context.SignInAsync(TestUsers.Alice));
        _check.Due = true;
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    private Task<string?> UserAsync() => _script.AskAsync(_browser, static context => context.User.Identity?.Name);

    private Task<string?> RoleAsync() => _script.AskAsync(_browser, static context => context.User.FindFirstValue(ClaimTypes.Role));

    private Task<DateTimeOffset?> DeadlineAsync() =>
        _script.AskAsync(_browser, static context => context.GetSecureSession().AbsoluteExpiresAt);

    private sealed class Check : ISessionValidator
    {
        private int _count;

        public int Count => _count;

        public bool Due { get; set; }

        public Func<SessionValidationContext, bool>? IsDueFor { get; set; }

        public Func<SessionValidationContext, ValueTask> Act { get; set; } = static _ => ValueTask.CompletedTask;

        public bool IsDue(SessionValidationContext context) => Due && (IsDueFor?.Invoke(context) ?? true);

        public ValueTask ValidateAsync(SessionValidationContext context)
        {
            Interlocked.Increment(ref _count);
            return Act(context);
        }
    }
}
