using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Tests.Users;

/// <summary>Sessions are found, and ended, by the session at the identity provider that they began from.</summary>
public sealed class ProviderSessionTests : IAsyncLifetime
{
    private const string Issuer = "https://login.example";

    private readonly Script _script = new();
    private SessionHost _host = null!;

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task Sessions_of_a_sid_end_and_no_others()
    {
        using Browser first = await SignInAsync("s1");
        using Browser second = await SignInAsync("s1");
        using Browser other = await SignInAsync("s2");

        Assert.Equal(2, await _host.Manager.EndProviderSessionsAsync(new ProviderSession(Issuer, "s1", "ada")));

        Assert.Equal([null, null, "ada"], await UsersAsync(first, second, other));
        Assert.Equal(0, await _host.Manager.EndProviderSessionsAsync(new ProviderSession(Issuer, "s1", null)));
        Assert.All(_host.Events.Of(SessionEventType.Expired), static e => Assert.Equal(("ada", Issuer), (e.UserId, e.Actor)));
    }

    [Fact]
    public async Task Without_a_sid_all_sessions_of_the_sub_end_whatever_user_id_the_app_gives_them()
    {
        using Browser first = await SignInAsync("s1");
        using Browser second = await SignInAsync("s2", localId: "7");
        using Browser other = await SignInAsync("s3", subject: "bob");

        Assert.Equal(2, await _host.Manager.EndProviderSessionsAsync(new ProviderSession(Issuer, null, "ada")));

        Assert.Equal([null, null, "bob"], await UsersAsync(first, second, other));
    }

    [Fact]
    public async Task A_sid_of_another_issuer_ends_nothing()
    {
        using Browser browser = await SignInAsync("s1");

        Assert.Equal(0, await _host.Manager.EndProviderSessionsAsync(new ProviderSession("https://other.example", "s1", "ada")));

        Assert.Equal(["ada"], await UsersAsync(browser));
    }

    [Fact]
    public async Task A_list_names_the_session_at_the_provider()
    {
        using Browser browser = await SignInAsync("s1");

        Assert.Equal("s1", Assert.Single(await _host.Manager.ListAsync("ada")).ProviderSessionId);
    }

    [Fact]
    public async Task The_lists_of_a_provider_go_with_the_deadline_of_the_session_and_raise_no_event_of_their_own()
    {
        using Browser browser = await SignInAsync("s1");

        Assert.Equal(2, await EntriesAsync());

        _host.Clock.Leap(SecureSessionDefaults.AbsoluteTimeout);
        for (int i = 0; i < 500 && await EntriesAsync() > 0; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(10);
        }

        Assert.Equal(0, await EntriesAsync());

        Assert.Equal("ada", Assert.Single(_host.Events.Of(SessionEventType.Expired)).UserId);
    }

    [Fact]
    public async Task A_user_who_signs_in_and_out_over_and_over_does_not_fill_the_lists()
    {
        using Browser staying = await SignInAsync("s0");
        for (int i = 0; i < 250; i++)
        {
            using Browser browser = await SignInAsync("s1");
            await _script.RunAsync(browser, static context => context.SignOutAsync());
        }

        Assert.InRange(await EntriesAsync(), 1, 2 * (SecureSessionDefaults.MaxSessionsPerUser + 2));
        Assert.Equal(1, await _host.Manager.EndProviderSessionsAsync(new ProviderSession(Issuer, null, "ada")));
        Assert.Equal([null], await UsersAsync(staying));
    }

    [Fact]
    public async Task Only_a_sign_in_with_a_sid_costs_more_calls_to_the_store()
    {
        _host.Store.ForgetCalls();
        using Browser without = await SignInAsync(sid: null);
        StoreOperation[] usual = [.. _host.Store.Calls];
        _host.Store.ForgetCalls();
        using Browser with = await SignInAsync("s1");

        Assert.Equal([GetTime, Reserve, Create, RememberDevice], usual);
        Assert.Equal([GetTime, Reserve, Create, Reserve, Create, Reserve, Create, RememberDevice], _host.Store.Calls);
    }

    [Fact]
    public async Task Without_the_option_the_call_says_what_to_set()
    {
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Manager.EndProviderSessionsAsync(new ProviderSession(Issuer, "s1", null)));

        Assert.Contains("IndexProviderSessions is false. Set it to true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_at_no_provider_cannot_be_ended() => await Assert.ThrowsAsync<ArgumentException>(
        () => _host.Manager.EndProviderSessionsAsync(new ProviderSession(Issuer, null, null)));

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(
        app => _script.Map(app), static options => options.IndexProviderSessions = true);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private async Task<Browser> SignInAsync(string? sid, string subject = "ada", string? localId = null)
    {
        Browser browser = _host.NewBrowser();
        List<Claim> claims = [new Claim("sub", subject, ClaimValueTypes.String, Issuer), new Claim(ClaimTypes.Name, subject)];
        if (localId is not null)
            claims.Add(new Claim(ClaimTypes.NameIdentifier, localId));
        if (sid is not null)
            claims.Add(new Claim("sid", sid, ClaimValueTypes.String, Issuer));
        await _script.RunAsync(browser, context => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "oidc"))));
        return browser;
    }

    private async Task<IReadOnlyList<string?>> UsersAsync(params Browser[] browsers)
    {
        List<string?> users = [];
        foreach (Browser browser in browsers)
            users.Add(await _script.AskAsync(browser, static context => context.User.Identity?.Name));
        return users;
    }

    private async Task<int> EntriesAsync()
    {
        int count = 0;
        foreach (string key in new ProviderSession(Issuer, "s1", "ada").Keys())
            count += (await _host.Store.ListAsync(key, CancellationToken.None)).Count;
        return count;
    }
}
