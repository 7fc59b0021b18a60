using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>A page loads twenty things at once, again and again, while the secret in its cookie is replaced.</summary>
[Collection(nameof(RealTimeCollection))]
public sealed class RenewalTests(Chromium chromium)
{
    private const int AtOnce = 20;
    private const int Renewals = 2;

    [Theory]
    [EachStore]
    [Trait("Requirement", "TO-5")]
    public async Task Parallel_requests_go_through_renewals_and_nobody_is_signed_out(SampleStore store)
    {
        // The interval has to be more than twice the grace, and the grace longer than a request may be under way on a busy machine.
        (string, string)[] settings = [("Sessions:RenewalInterval", "00:00:13"), ("Sessions:RenewalGrace", "00:00:06")];
        await using SampleApp app = store == SampleStore.Memory
            ? await SampleApp.StartOnManualClockAsync(settings)
            : await SampleApp.StartAsync(store, settings);
        await using Device device = await chromium.NewDeviceAsync(app);
        await device.SignInAsync("alice");
        string first = await device.TokenAsync();

        HashSet<string> tokens = [first];
        await Poll.UntilAsync(
            async () =>
            {
                Assert.Equal(Enumerable.Repeat(200, AtOnce), await AskAtOnceAsync(device.Page));
                tokens.Add(await device.TokenAsync());
                app.Clock?.Advance(TimeSpan.FromSeconds(1));
                return tokens.Count > Renewals;
            },
            "the secret is renewed twice");

        // The session was renewed and is no new one: its public id is the same.
        Assert.All(tokens, token => Assert.Equal(first[..21], token[..21]));
        Assert.Single(await device.Context.CookiesAsync());
        Assert.False(await app.OpensAsync(first));
        await device.ExpectSignedInAsync(app, "alice");
    }

    // A redirect to the login page would be a status of 0.
    private static Task<int[]> AskAtOnceAsync(IPage page) => page.EvaluateAsync<int[]>(
        "count => Promise.all(Array.from({ length: count }, () => "
            + "fetch('/account', { redirect: 'manual' }).then(answer => answer.status)))",
        AtOnce);
}
