using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A record was changed in the store: the session ends, the end is reported once, and the browser begins a new session.</summary>
public sealed class UndecryptablePayloadTests
{
    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-2")]
    public async Task A_tampered_payload_ends_the_session_with_one_warning(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Damage = static found => WithPayload(found, bytes => bytes[^1] ^= 1);

        Page damaged = await browser.GetAsync("/who");
        Page next = await browser.GetAsync("/who");

        Assert.Equal((HttpStatusCode.OK, "nobody", HttpStatusCode.OK, "nobody"), (damaged.Status, damaged.Body, next.Status, next.Body));
        Assert.True(ParsedCookie.Parse(Assert.Single(damaged.SetCookies)).IsDeletion);
        Assert.Equal(LogLevel.Warning, Assert.Single(host.Logs.Of("crypt_decrypt_fail")).Level);
        Assert.Equal(SessionEndReason.Undecryptable, Assert.Single(host.Events.Of(SessionEventType.Expired)).Reason);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task A_write_after_a_tampered_payload_begins_a_new_session(ServerKind server)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/old/1");
        string? token = browser.Token;
        host.Store.Damage = static found => WithPayload(found, bytes => bytes[1] ^= 128);

        Page page = await browser.GetAsync("/set/new/1");
        host.Store.Damage = null;

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotEqual(token, browser.Token);
        Assert.Equal(("none", "1"), ((await browser.GetAsync("/get/old")).Body, (await browser.GetAsync("/get/new")).Body));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public async Task A_payload_of_another_record_is_refused()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser alice = host.NewBrowser();
        using Browser mallory = host.NewBrowser();
        await alice.GetAsync("/sign-in/alice");
        await mallory.GetAsync("/sign-in/mallory");
        ReadOnlyMemory<byte> payload = await ReadPayloadAsync(host, alice);
        host.Store.Damage = found => Replaced(found, payload);

        Assert.Equal("nobody", (await mallory.GetAsync("/who")).Body);
        Assert.Single(host.Events.Of(SessionEventType.DecryptionFailed));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public async Task An_older_payload_of_the_same_record_is_refused()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/balance/100");
        ReadOnlyMemory<byte> payload = await ReadPayloadAsync(host, browser);
        await browser.GetAsync("/set/balance/0");
        host.Store.Damage = found => Replaced(found, payload);

        Assert.Equal("none", (await browser.GetAsync("/get/balance")).Body);
        Assert.Single(host.Events.Of(SessionEventType.DecryptionFailed));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadPayloadAsync(SessionHost host, Browser browser)
    {
        Assert.True(SessionToken.TryParse(browser.Token, out SessionToken token));
        SecretHash hash = host.Services.GetRequiredService<SessionCipher>().Hash(token.Secret);
        FindResult found = await host.Store.Inner.FindAsync(token.Id, hash, FindMode.Reread, CancellationToken.None);
        return found.Record!.Payload.ToArray();
    }

    private static FindResult WithPayload(FindResult found, Action<byte[]> change)
    {
        if (found.Record is not { } record)
            return found;

        byte[] bytes = record.Payload.ToArray();
        change(bytes);
        return Replaced(found, bytes);
    }

    private static FindResult Replaced(FindResult found, ReadOnlyMemory<byte> payload) =>
        found.Record is { } record ? FindResult.Found(found.Status, record with { Payload = payload }, found.Now) : found;
}
