using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Rotation;

/// <summary>What a client sees of the rotation of its refresh token.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = SessionTokenDefaults.RefreshGrace + TimeSpan.FromMilliseconds(1);

    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task A_refresh_gives_another_refresh_token_of_the_same_session()
    {
        TokenReply first = await _host.SignInAsync();

        TokenReply second = await _host.RefreshAsync(first.Refresh);

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first.Refresh, second.Refresh);
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Equal("ada", (await _host.CallAsync(second.Access)).Body);
    }

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task A_refresh_token_that_was_replaced_ends_the_session_once_its_successor_was_used()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply second = await _host.RefreshAsync(first.Refresh);
        await _host.CallAsync(second.Access);
        _host.Clock.Advance(Grace);

        TokenReply replayed = await _host.RefreshAsync(first.Refresh);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (replayed.Status, replayed.Error));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(await _host.RefreshAsync(second.Refresh)));
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(second.Access));
        SecureSessionEvent reuse = Assert.Single(_host.Host.Events.Of(SessionEventType.TokenReused));
        Assert.Equal(("ada", "spent", first.SessionId), (reuse.UserId, reuse.Detail, reuse.SessionId));
        Assert.Equal(SessionEndReason.SecretReused, Assert.Single(_host.Host.Events.Of(SessionEventType.Expired)).Reason);
    }

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task Twenty_refreshes_at_once_get_one_successor()
    {
        TokenReply first = await _host.SignInAsync();

        TokenReply[] replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _host.RefreshAsync(first.Refresh)));

        Assert.All(replies, static reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.Single(replies.Select(static reply => reply.Refresh).Distinct());
        Assert.NotEqual(first.Refresh, replies[0].Refresh);
        Assert.Empty(_host.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task A_client_whose_answer_was_lost_gets_the_same_token_soon_and_another_one_later()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply lost = await _host.RefreshAsync(first.Refresh);
        TokenReply again = await _host.RefreshAsync(first.Refresh);
        _host.Clock.Advance(TimeSpan.FromDays(2));

        TokenReply later = await _host.RefreshAsync(first.Refresh);

        Assert.Equal(lost.Refresh, again.Refresh);
        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.NotEqual(lost.Refresh, later.Refresh);
        Assert.Equal("ada", (await _host.CallAsync(later.Access)).Body);
    }

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task Whoever_comes_with_a_token_that_was_never_confirmed_and_is_superseded_is_a_thief()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply silent = await _host.RefreshAsync(first.Refresh);
        _host.Clock.Advance(Grace);
        TokenReply owner = await _host.RefreshAsync(first.Refresh);

        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(silent.Access));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(owner.Access));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(await _host.RefreshAsync(silent.Refresh)));
        Assert.Single(_host.Host.Events.Of(SessionEventType.TokenReused));
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(owner.Access));
    }

    [Fact]
    public async Task A_token_that_was_rotated_just_now_is_not_rotated_again()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply second = await _host.RefreshAsync(first.Refresh);
        TokenReply third = await _host.RefreshAsync(second.Refresh);

        Assert.Equal(second.Refresh, third.Refresh);
        Assert.NotEqual(second.Access, third.Access);

        // A request that was under way with the first one still is none of a thief.
        Assert.Equal(second.Refresh, (await _host.RefreshAsync(first.Refresh)).Refresh);
    }

    [Fact]
    [Trait("Requirement", "TK-8")]
    public async Task A_refresh_token_is_refused_to_another_client_and_stays_good_for_its_own()
    {
        TokenReply first = await _host.SignInAsync();

        TokenReply other = await _host.RefreshAsync(first.Refresh, ("client_id", "web"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(other));
        Assert.Equal("other_client", Assert.Single(_host.Host.Events.Of(SessionEventType.TokenRejected)).Detail);
        Assert.Equal(HttpStatusCode.OK, (await _host.RefreshAsync(first.Refresh, ("client_id", "cli"))).Status);
    }

    [Fact]
    [Trait("Requirement", "TK-8")]
    public async Task A_client_gets_tokens_for_the_apis_that_it_may_have_and_for_no_other()
    {
        TokenReply any = await _host.SignInAsync();
        TokenReply one = await _host.SignInAsync(query: $"?audience={TokenHost.OtherApi}");

        Assert.Equal(TokenHost.Api, AudienceOf(any));
        Assert.Equal(TokenHost.OtherApi, AudienceOf(await _host.RefreshAsync(any.Refresh, ("resource", TokenHost.OtherApi))));
        Assert.Equal(TokenHost.OtherApi, AudienceOf(one));
        Assert.Equal(TokenHost.OtherApi, AudienceOf(await _host.RefreshAsync(one.Refresh)));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "invalid_target"), Outcome(await _host.RefreshAsync(one.Refresh, ("resource", TokenHost.Api))));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "invalid_target"),
            Outcome(await _host.RefreshAsync(any.Refresh, ("resource", "https://evil.example.com"))));
    }

    [Fact]
    [Trait("Requirement", "TK-7")]
    public async Task A_refresh_moves_the_idle_deadline_and_never_the_absolute_one()
    {
        TokenReply reply = await _host.SignInAsync();
        for (int day = 0; day < 24; day += 6)
        {
            _host.Clock.Leap(TimeSpan.FromDays(6));
            reply = await _host.RefreshAsync(reply.Refresh);
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        }

        _host.Clock.Leap(TimeSpan.FromDays(6) - TimeSpan.FromSeconds(1));
        TokenReply last = await _host.RefreshAsync(reply.Refresh);
        _host.Clock.Leap(TimeSpan.FromSeconds(1));

        Assert.Equal(1, last.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(await _host.RefreshAsync(last.Refresh)));
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(last.Access));
    }

    [Fact]
    [Trait("Requirement", "TK-7")]
    public async Task A_refresh_token_that_is_not_used_for_seven_days_is_over_and_no_api_call_keeps_it()
    {
        TokenReply reply = await _host.SignInAsync();
        await _host.CallAsync(reply.Access);
        _host.Clock.Leap(TimeSpan.FromDays(7));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(await _host.RefreshAsync(reply.Refresh)));
        Assert.Empty(_host.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Fact]
    public async Task Where_answers_may_be_lost_for_a_while_only_a_client_that_comes_later_is_logged_out()
    {
        await using TokenHost host = await TokenHost.StartAsync(
            new TokenHostSettings { Tokens = static tokens => tokens.RefreshRetryWindow = TimeSpan.FromMinutes(5) });
        TokenReply first = await host.SignInAsync();
        await host.RefreshAsync(first.Refresh);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(first.Refresh)).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), Outcome(await host.RefreshAsync(first.Refresh)));
        Assert.Single(host.Host.Events.Of(SessionEventType.TokenReused));
    }

    private static (HttpStatusCode, string?) Outcome(TokenReply reply) => (reply.Status, reply.Error);

    private static string? AudienceOf(TokenReply reply) => TokenHost.ClaimsOf(reply.Access).GetProperty("aud").GetString();
}
