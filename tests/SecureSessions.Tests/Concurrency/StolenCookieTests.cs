using System.Net;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class StolenCookieTests
{
    private static readonly TimeSpan Due = SecureSessionDefaults.RenewalInterval;
    private static readonly TimeSpan Grace = SecureSessionDefaults.RenewalGrace;
    private static readonly TimeSpan Lag = SecureSessionDefaults.LagWindow;

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task Within_the_lag_window_it_is_refused_and_the_owner_notices_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser thief = await StealAndRenewAsync(scripted);
        scripted.Clock.Advance(Grace + Lag - TimeSpan.FromMilliseconds(1));

        Answer stolen = await thief.NavigateAsync();

        Assert.Equal((HttpStatusCode.OK, null, false), (stolen.Status, stolen.User, stolen.TouchesCookie));
        Assert.Single(scripted.Host.Logs.Of("session_spent_secret"));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    [Trait("Requirement", "LG-1")]
    public async Task After_the_lag_window_it_ends_the_session_with_an_alarm_and_the_owner_is_told_why()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        SessionId id = scripted.SessionId;
        using Browser thief = await StealAndRenewAsync(scripted);
        scripted.Clock.Advance(Grace + Lag);

        Answer stolen = await thief.NavigateAsync();
        Answer owner = await scripted.Tab.DoAsync();

        Assert.Equal((null, false), (stolen.User, stolen.TouchesCookie));
        Assert.Equal(
            (HttpStatusCode.OK, null, SessionEndReason.SecretReused, false),
            (owner.Status, owner.User, owner.EndReason, owner.TouchesCookie));
        LogLine alarm = Assert.Single(scripted.Host.Logs.Of("session_use_after_expire"));
        Assert.Equal(LogLevel.Critical, alarm.Level);
        SecureSessionEvent raised = Assert.Single(scripted.Host.Events.Of(SessionEventType.UsedAfterExpire));
        Assert.Equal((id, "ada"), (raised.SessionId, raised.UserId));
    }

    [Fact]
    public async Task Told_to_refuse_and_report_the_session_goes_on()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(
            static o => o.SecretReuse = SecretReuseBehavior.RefuseAndReport);
        using Browser thief = await StealAndRenewAsync(scripted);
        scripted.Clock.Advance(Grace + Lag);

        Answer stolen = await thief.NavigateAsync();

        Assert.Equal((HttpStatusCode.OK, null), (stolen.Status, stolen.User));
        Assert.Single(scripted.Host.Logs.Of("session_use_after_expire"));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    public async Task A_secret_that_a_regeneration_replaced_is_refused_at_once_and_an_alarm_after_the_lag_window()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser thief = scripted.Tab.Copy();
        await scripted.Tab.DoAsync("regenerate");

        Assert.Null((await thief.DoAsync()).User);
        scripted.Clock.Advance(Lag);
        Assert.Null((await thief.DoAsync()).User);

        Assert.Equal((1, 1), (scripted.Count(SessionEventType.SpentSecretRefused), scripted.Count(SessionEventType.UsedAfterExpire)));
        Assert.Equal(SessionEndReason.SecretReused, (await scripted.Tab.DoAsync()).EndReason);
    }

    [Fact]
    public async Task The_first_of_32_replaced_secrets_is_still_known_and_an_older_one_is_a_forgery_that_does_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser first = scripted.Tab.Copy();
        await scripted.Tab.DoAsync("regenerate");
        using Browser second = scripted.Tab.Copy();
        for (int i = 0; i < SecureSessionDefaults.RememberedSecrets; i++)
            await scripted.Tab.DoAsync("regenerate");
        scripted.Clock.Advance(Lag);

        await first.DoAsync();
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
        await second.DoAsync();
        Assert.Equal(SessionEndReason.SecretReused, (await scripted.Tab.DoAsync()).EndReason);
    }

    // A documented limit (docs/threats.md, "Stolen cookies"): until the owner uses the new secret nobody can tell the two apart.
    [Fact]
    public async Task A_thief_who_comes_while_a_renewal_is_pending_gets_the_successor_too()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser thief = scripted.Tab.Copy();
        scripted.Clock.Advance(Due);

        Answer owner = await scripted.Tab.DoAsync();
        Answer stolen = await thief.DoAsync();

        Assert.Equal(("ada", owner.NewToken), (stolen.User, stolen.NewToken));
    }

    // The other half of the limit: who renews first is not told apart either, but whoever stays behind trips the alarm.
    [Fact]
    public async Task A_thief_who_renews_first_is_found_out_when_the_owner_comes_back_with_the_old_secret()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser thief = scripted.Tab.Copy();
        scripted.Clock.Advance(Due);
        await thief.DoAsync();
        await thief.DoAsync();
        scripted.Clock.Advance(Grace + Lag);

        await scripted.Tab.NavigateAsync();

        Assert.Equal(1, scripted.Count(SessionEventType.UsedAfterExpire));
        Assert.Null((await thief.DoAsync()).User);
    }

    private static async Task<Browser> StealAndRenewAsync(ScriptedHost scripted)
    {
        Browser thief = scripted.Tab.Copy();
        scripted.Clock.Advance(Due);
        await scripted.Tab.DoAsync();
        await scripted.Tab.DoAsync();
        return thief;
    }
}
