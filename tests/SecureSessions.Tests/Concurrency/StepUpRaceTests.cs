using System.Net;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class StepUpRaceTests
{
    [Fact]
    [Trait("Requirement", "SU-6")]
    public async Task Of_two_at_once_one_wins_and_the_other_is_refused()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "set lost 1; stepup slow");

        Answer winner = await scripted.Tab.DoAsync("set kept 1; stepup fast");
        Answer loser = await slow.ReleaseAsync();

        Assert.NotNull(winner.NewToken);
        Assert.Equal((HttpStatusCode.Unauthorized, false), (loser.Status, loser.TouchesCookie));
        Assert.Equal("kept", Assert.Single((await scripted.Tab.DoAsync()).Values.Keys));
        Assert.Equal("fast", await MethodAsync(scripted));
        Assert.Equal((1, 1), (scripted.Count(SessionEventType.SteppedUp), scripted.Count(SessionEventType.ChangesDropped)));
    }

    [Fact]
    public async Task One_that_a_plain_writer_overtakes_keeps_what_both_did()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "set a 1; stepup otp");

        await scripted.Tab.DoAsync("set b 1");
        Answer answer = await slow.ReleaseAsync();

        Assert.NotNull(answer.NewToken);
        Assert.Equal(["a", "b"], (await scripted.Tab.DoAsync()).Values.Keys.Order());
        Assert.Equal("otp", await MethodAsync(scripted));
    }

    [Fact]
    public async Task A_writer_that_began_before_a_step_up_does_not_undo_it()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "set a 1");

        await scripted.Tab.DoAsync("stepup otp");
        await slow.ReleaseAsync();

        Assert.Equal("otp", await MethodAsync(scripted));
    }

    [Fact]
    public async Task A_secret_in_its_grace_cannot_step_up()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser old = scripted.Tab.Copy();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await scripted.Tab.DoAsync();
        await scripted.Tab.DoAsync();

        Answer answer = await old.DoAsync("stepup otp");

        Assert.Equal((HttpStatusCode.Unauthorized, false), (answer.Status, answer.TouchesCookie));
        Assert.Equal("", await MethodAsync(scripted));
    }

    private static async Task<string> MethodAsync(ScriptedHost scripted)
    {
        string seen = "";
        scripted.Script.Pause =
            context => { seen = string.Join(' ', context.GetSecureSession().Authentication!.Methods); return Task.CompletedTask; };
        await scripted.Tab.DoAsync("pause");
        return seen;
    }
}
