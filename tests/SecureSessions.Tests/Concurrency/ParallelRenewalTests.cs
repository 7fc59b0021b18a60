using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class ParallelRenewalTests
{
    [Theory]
    [Trait("Requirement", "TO-5")]
    [Trait("Requirement", "RG-3")]
    [InlineData(ServerKind.TestServer, false)]
    [InlineData(ServerKind.TestServer, true)]
    [InlineData(ServerKind.KestrelHttp1, true)]
    public async Task Of_100_parallel_requests_at_a_due_renewal_one_renews_and_all_carry_its_cookie(ServerKind kind, bool interleave)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(kind: kind);
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        if (interleave)
            scripted.Store.Before = async _ => await Task.Yield();

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => scripted.Tab.LoseAsync()));

        Assert.All(answers, static answer => Assert.Equal((HttpStatusCode.OK, "ada"), (answer.Status, answer.User)));
        Assert.Equal(1, scripted.Count(SessionEventType.Renewed));
        Assert.Single(answers.Select(static answer => answer.NewToken).OfType<string>().Distinct());
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task After_100_parallel_renewals_the_browser_is_signed_in_for_good()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => scripted.Tab.DoAsync($"set k{i} 1")));
        scripted.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Answer last = await scripted.Tab.DoAsync();
        Assert.Equal(("ada", 100), (last.User, last.Values.Count));
        Assert.Equal(0, scripted.Count(SessionEventType.UsedAfterExpire) + scripted.Count(SessionEventType.SpentSecretRefused));
    }
}
