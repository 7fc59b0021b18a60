using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>An answer that is late because its handler was slow neither deletes nor overwrites a newer cookie.</summary>
public sealed class LateAnswerTests
{
    private static readonly TimeSpan Due = SecureSessionDefaults.RenewalInterval;

    [Theory]
    [InlineData("signin ada")]
    [InlineData("regenerate")]
    [InlineData("signout")]
    public async Task The_cookie_of_a_renewal_is_not_sent_once_it_is_out_of_date(string meanwhile)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(Due);
        HeldRequest slow = await scripted.HoldAsync();

        await scripted.Tab.DoAsync(meanwhile);
        string? token = scripted.Tab.Token;
        Answer late = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.OK, false), (late.Status, late.TouchesCookie));
        Assert.Equal(token, scripted.Tab.Token);
    }

    [Fact]
    public async Task The_cookie_of_a_renewal_is_not_sent_by_a_request_that_takes_until_the_next()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(Due);
        HeldRequest slow = await scripted.HoldAsync();
        for (int i = 0; i < 2; i++)
        {
            await scripted.Tab.DoAsync();
            await scripted.Tab.DoAsync();
            scripted.Clock.Advance(Due);
        }

        Assert.False((await slow.ReleaseAsync()).TouchesCookie);
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    public async Task The_cookie_of_a_renewal_is_held_back_while_nobody_can_say_whether_it_is_up_to_date()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(Due);
        HeldRequest slow = await scripted.HoldAsync();

        scripted.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Find);
        Answer served = await slow.ReleaseAsync();
        scripted.Store.Heal();

        Assert.Equal((HttpStatusCode.OK, false), (served.Status, served.TouchesCookie));
        Assert.NotNull((await scripted.Tab.DoAsync()).NewToken);
    }

    [Fact]
    public async Task A_slow_logout_of_a_session_that_a_new_sign_in_replaced_leaves_the_new_cookie_alone()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "signout");

        await scripted.Tab.DoAsync("signin ada");
        await slow.ReleaseAsync();

        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Theory]
    [InlineData("set a 1", HttpStatusCode.Unauthorized)]
    [InlineData("regenerate", HttpStatusCode.Unauthorized)]
    [InlineData("end; set a 1", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task A_request_of_an_ended_session_leaves_the_new_cookie_alone(string script, HttpStatusCode status)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: script);

        await scripted.Tab.DoAsync("signin bob");
        Answer late = await slow.ReleaseAsync();

        Assert.Equal((status, false), (late.Status, late.TouchesCookie));
        Assert.Equal("bob", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    public async Task A_dead_cookie_that_merely_arrives_is_neither_deleted_nor_replaced_by_a_page_s_script()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser late = scripted.Tab.Copy();
        await scripted.Tab.DoAsync("signout");

        Answer read = await late.DoAsync();
        Answer write = await late.DoAsync("set a 1");
        Answer navigation = await late.NavigateAsync("set a 1");

        Assert.Equal((HttpStatusCode.OK, false), (read.Status, read.TouchesCookie));
        Assert.Equal((HttpStatusCode.Unauthorized, false), (write.Status, write.TouchesCookie));
        Assert.NotNull(navigation.NewToken);
    }
}
