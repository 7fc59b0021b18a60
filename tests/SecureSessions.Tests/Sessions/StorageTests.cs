using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>What a store gets to see.</summary>
public sealed class StorageTests
{
    private const string Canary = "canary-5b1f0c4e";

    [Fact]
    [Trait("Requirement", "ST-1")]
    public async Task The_store_never_sees_a_token_a_secret_a_claim_or_a_value()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/" + Canary + "/" + Canary);
        byte[] first = Secret(browser);
        await browser.GetAsync("/sign-in-with-claim");
        byte[] second = Secret(browser);
        await browser.GetAsync("/regenerate");

        byte[] seen = host.Services.GetRequiredService<RecordedBytes>().All;

        Assert.True(seen.Length > 500);
        Assert.All(
            (byte[][])[first, second, Secret(browser), Encoding.UTF8.GetBytes(Canary), Encoding.Unicode.GetBytes(Canary)],
            needle => Assert.True(seen.AsSpan().IndexOf(needle) < 0));
    }

    [Fact]
    [Trait("Requirement", "ST-3")]
    public async Task A_second_node_that_shares_nothing_but_the_store_reads_the_session()
    {
        await using SessionHost first = await SessionHost.StartAsync(SmallApp.Map);
        await using SessionHost second = await SessionHost.StartAsync(new SessionHostSettings
        {
            Map = SmallApp.Map,
            TimeProvider = first.Clock,
            ConfigureServices = services => services.AddSingleton(first.Store.Inner),
        });
        using Browser browser = first.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        using Browser roaming = second.NewBrowser();
        roaming.Token = browser.Token;

        Assert.Equal("alice", (await roaming.GetAsync("/who")).Body);
        await roaming.GetAsync("/sign-out");
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    private static byte[] Secret(Browser browser) => System.Buffers.Text.Base64Url.DecodeFromChars(browser.Token)[16..];

    private static Task<SessionHost> StartAsync() => SessionHost.StartAsync(new SessionHostSettings
    {
        Configure = static options => options.RenewalInterval = TimeSpan.FromMinutes(2),
        ConfigureServices = static services =>
        {
            services.AddSingleton<RecordedBytes>();
            services.AddSingleton<ISecureSessionStore>(provider => new ByteRecordingStore(
                ActivatorUtilities.CreateInstance<MemorySessionStore>(provider), provider.GetRequiredService<RecordedBytes>()));
        },
        Map = static app =>
        {
            SmallApp.Map(app);
            app.MapGet("/sign-in-with-claim", static (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, "alice"), new Claim("canary", Canary)], "password"))));
        },
    });
}
