using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class EndWhileRunningTests
{
    [Theory]
    [Trait("Requirement", "TM-2")]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task A_slow_write_after_a_logout_is_refused_and_revives_nothing(ServerKind kind)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(kind: kind);
        SessionId id = scripted.SessionId;
        HeldRequest slow = await scripted.HoldAsync(after: "set a 1");

        await scripted.Tab.DoAsync("signout");
        Answer answer = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, false), (answer.Status, answer.TouchesCookie));
        Assert.Equal(SessionEndReason.SignedOut, (await scripted.PeekAsync(id))!.End!.Reason);
        Assert.Equal(1, scripted.Count(SessionEventType.ChangesDropped));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_slow_regeneration_after_a_logout_is_refused_and_revives_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        SessionId id = scripted.SessionId;
        HeldRequest slow = await scripted.HoldAsync(after: "regenerate");

        await scripted.Tab.DoAsync("signout");
        Answer answer = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, false), (answer.Status, answer.TouchesCookie));
        Assert.NotNull((await scripted.PeekAsync(id))!.End);
    }

    [Fact]
    public async Task A_slow_request_that_only_read_keeps_its_answer_after_a_logout()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync();

        await scripted.Tab.DoAsync("signout");
        Answer answer = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.OK, "ada", false), (answer.Status, answer.User, answer.TouchesCookie));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_renewal_that_a_logout_overtakes_revives_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        SessionId id = scripted.SessionId;
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        scripted.Store.Before = async operation =>
        {
            if (operation == StoreOperation.Replace)
                await scripted.Store.Inner.EndAsync(id, SessionEndReason.SignedOut, null, CancellationToken.None);
        };

        Answer answer = await scripted.Tab.DoAsync();

        Assert.Equal((null, false), (answer.User, answer.TouchesCookie));
        Assert.NotNull((await scripted.PeekAsync(id))!.End);
    }

    [Fact]
    public async Task Two_logouts_at_once_are_one_logout()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "signout");

        Answer first = await scripted.Tab.DoAsync("signout");
        Answer second = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(1, scripted.Count(SessionEventType.LoggedOut));
        Assert.Null(scripted.Tab.Token);
    }
}
