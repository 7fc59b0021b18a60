using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class SignInRaceTests
{
    [Fact]
    public async Task What_a_parallel_request_wrote_to_the_anonymous_session_moves_along()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        await scripted.Tab.DoAsync("set cart 1");
        HeldRequest signIn = await scripted.HoldAsync(after: "signin ada");

        await scripted.Tab.DoAsync("set cart 2");
        await signIn.ReleaseAsync();

        Answer answer = await scripted.Tab.DoAsync();
        Assert.Equal(("ada", "2"), (answer.User, answer.Values["cart"]));
    }

    [Fact]
    public async Task A_writer_whose_anonymous_session_was_signed_in_meanwhile_is_refused()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        await scripted.Tab.DoAsync("set cart 1");
        HeldRequest writer = await scripted.HoldAsync(after: "set cart 2");

        await scripted.Tab.DoAsync("signin ada");
        Answer refused = await writer.ReleaseAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, false), (refused.Status, refused.TouchesCookie));
        Answer answer = await scripted.Tab.DoAsync();
        Assert.Equal(("ada", "1"), (answer.User, answer.Values["cart"]));
    }

    [Fact]
    public async Task A_double_click_on_the_login_button_signs_in_and_ends_the_anonymous_session_once()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        await scripted.Tab.DoAsync("set cart 1");
        SessionId anonymous = scripted.SessionId;
        HeldRequest second = await scripted.HoldAsync(after: "signin ada");

        Answer first = await scripted.Tab.DoAsync("signin ada");
        Answer answer = await second.ReleaseAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, answer.Status));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
        Assert.Equal(SessionEndReason.Replaced, (await scripted.PeekAsync(anonymous))!.End!.Reason);
        Assert.Single(scripted.Host.Events.Of(SessionEventType.Expired), e => e.SessionId == anonymous);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task Two_sign_ins_over_one_signed_in_session_end_it_once()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        SessionId old = scripted.SessionId;
        HeldRequest second = await scripted.HoldAsync(after: "signin ada");

        await scripted.Tab.DoAsync("signin ada");
        await second.ReleaseAsync();

        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
        Assert.Equal(SessionEndReason.Replaced, (await scripted.PeekAsync(old))!.End!.Reason);
        Assert.Single(scripted.Host.Events.Of(SessionEventType.Expired), e => e.SessionId == old);
    }

    [Fact]
    public async Task A_logout_of_the_anonymous_session_beats_a_sign_in_s_taking_its_values()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        await scripted.Tab.DoAsync("set cart 1");
        HeldRequest signIn = await scripted.HoldAsync(after: "signin ada");

        await scripted.Tab.DoAsync("end");
        Answer answer = await signIn.ReleaseAsync();

        Assert.Equal("ada", answer.User);
        Assert.Empty(answer.Values);
    }

    [Fact]
    public async Task A_sign_in_whose_session_cannot_be_stored_to_the_end_leaves_no_session_behind()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        scripted.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Replace);

        Answer answer = await scripted.Tab.DoAsync("signin ada; set a 1");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (answer.Status, answer.TouchesCookie));
        SecureSessionEvent created = Assert.Single(scripted.Host.Events.Of(SessionEventType.Created));
        Assert.Equal(SessionEndReason.Undelivered, (await scripted.PeekAsync(created.SessionId!.Value))!.End?.Reason);
    }
}
