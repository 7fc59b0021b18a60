using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>Only the next request of the same browser learns why its session ended.</summary>
public sealed class EndReasonTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        // The idle deadline is far, so that the absolute one can come first.
        _host = await SessionHost.StartAsync(app => _script.Map(app), static options => options.IdleTimeout = TimeSpan.FromHours(5));
        _browser = _host.NewBrowser();
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    [Trait("Requirement", "LG-1")]
    public async Task After_the_idle_deadline_the_end_reason_is_the_idle_timeout()
    {
        _host.Clock.Advance(TimeSpan.FromHours(5));

        Assert.Equal((SessionEndReason.IdleTimeout, null), await AskAsync(_browser));
        AssertLoggedOnce("session_expired: Success why=IdleTimeout");
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    [Trait("Requirement", "LG-1")]
    public async Task After_the_absolute_deadline_the_end_reason_is_the_absolute_timeout()
    {
        _host.Clock.Advance(TimeSpan.FromHours(4));
        await AskAsync(_browser);
        _host.Clock.Advance(TimeSpan.FromHours(4));

        Assert.Equal((SessionEndReason.AbsoluteTimeout, null), await AskAsync(_browser));
        AssertLoggedOnce("session_expired: Success why=AbsoluteTimeout");
    }

    [Fact]
    [Trait("Requirement", "LG-1")]
    public async Task A_timeout_is_reported_once()
    {
        _host.Clock.Advance(TimeSpan.FromHours(5));
        await AskAsync(_browser);
        await AskAsync(_browser);

        Assert.Single(_host.Events.Of(SessionEventType.Expired));
    }

    [Theory]
    [InlineData(SessionEndReason.Revoked)]
    [InlineData(SessionEndReason.SignedOut)]
    public async Task After_a_session_was_revoked_the_end_reason_says_so(SessionEndReason reason)
    {
        await EndAsync(reason);

        Assert.Equal((reason, null), await AskAsync(_browser));
    }

    [Fact]
    public async Task A_new_sign_in_clears_the_end_reason()
    {
        await EndAsync(SessionEndReason.Revoked);

        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));

        Assert.Equal((null, "alice"), await AskAsync(_browser));
    }

    [Fact]
    [Trait("Requirement", "ID-3")]
    public async Task A_request_with_the_id_of_an_ended_session_but_no_secret_gets_no_end_reason()
    {
        await EndAsync(SessionEndReason.Revoked);
        _browser.Token = Token().WithNewSecret().ToCookieValue();

        Assert.Equal((null, null), await AskAsync(_browser));
        Assert.Contains("unknown", Assert.Single(_host.Logs.Of("session_token_rejected")).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "ID-3")]
    public async Task A_request_with_the_id_of_a_living_session_but_no_secret_learns_and_ends_nothing()
    {
        using Browser forger = _browser.Copy();
        forger.Token = Token().WithNewSecret().ToCookieValue();

        Assert.Equal((null, null), await AskAsync(forger));
        Assert.Equal((null, "alice"), await AskAsync(_browser));
    }

    private SessionToken Token() =>
        SessionToken.TryParse(_browser.Token, out SessionToken token) ? token : throw new InvalidOperationException();

    private async Task EndAsync(SessionEndReason reason) =>
        await _host.Store.EndAsync(Token().Id, reason, expectedVersion: null, CancellationToken.None);

    private Task<(SessionEndReason?, string?)> AskAsync(Browser browser) =>
        _script.AskAsync(browser, context => (context.GetSecureSession().EndReason, context.User.Identity?.Name));

    private void AssertLoggedOnce(string beginning)
    {
        LogLine line = Assert.Single(_host.Logs.Of("session_expired"));
        Assert.StartsWith(beginning, line.Message, StringComparison.Ordinal);
        Assert.Contains("user=alice", line.Message, StringComparison.Ordinal);
    }
}
