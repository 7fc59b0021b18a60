using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Junk;

/// <summary>A store whose bytes were damaged or forged: sessions end, requests go on.</summary>
[Trait("Pace", "Slow")]
public sealed class JunkRecordTests
{
    [Fact]
    [Trait("Requirement", "ST-2")]
    [Trait("Requirement", "ST-7")]
    public async Task A_damaged_record_ends_its_session_or_is_left_to_a_newer_node_and_never_fails_otherwise()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSilentAsync();
        var junk = new JunkSource(seed: 20267);
        for (int i = 0; i < 3_000; i++)
        {
            await scripted.Tab.DoAsync("signin ada; set a 1");
            SessionRecord? damaged = null;
            scripted.Store.Damage = found => FindResult.Found(found.Status, damaged ??= Damage(junk, found.Record!), found.Now);
            Answer answer = await scripted.Tab.DoAsync();
            scripted.Store.Damage = null;

            bool newer = !SealedPayload.IsReadable(damaged!.Payload.Span);
            Assert.Equal((newer ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, null), (answer.Status, answer.User));
            Assert.Equal(!newer, answer.DeletesCookie);
            Assert.Equal(newer ? "ada" : null, (await scripted.Tab.DoAsync()).User);
        }
    }

    [Fact]
    public async Task Times_that_no_seal_covers_may_be_anything()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        DateTimeOffset[] times = [DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue];
        foreach (DateTimeOffset time in times)
        {
            scripted.Store.Damage = found => found.Record is { } record
                ? FindResult.Found(found.Status, record with { LastSeenAt = time, ExpiresAt = time, SecretIssuedAt = time }, found.Now)
                : found;
            Assert.Equal("ada", (await scripted.Tab.DoAsync("set a 1")).User);
        }
    }

    [Fact]
    public async Task A_successor_that_does_not_open_ends_the_session()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await scripted.Tab.LoseAsync();
        scripted.Store.Damage = static found =>
            FindResult.Found(found.Status, found.Record! with { Successor = RandomValues.Payload(61) }, found.Now);

        Answer answer = await scripted.Tab.DoAsync();

        Assert.Equal(
            (HttpStatusCode.OK, null, SessionEndReason.Undecryptable, true),
            (answer.Status, answer.User, answer.EndReason, answer.DeletesCookie));
        Assert.Equal(1, scripted.Count(SessionEventType.DecryptionFailed));
    }

    [Fact]
    public async Task A_record_that_cannot_be_opened_when_it_is_read_again_is_a_conflict_and_ends_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser other = scripted.Tab.Copy();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        int finds = 0;
        scripted.Store.Damage = found =>
            ++finds == 1 ? found : FindResult.Found(found.Status, found.Record! with { Payload = RandomValues.Payload(9) }, found.Now);
        scripted.Store.Before = async operation =>
        {
            if (operation == StoreOperation.Replace)
                await WriteBehindAsync(scripted);
        };

        Answer answer = await scripted.Tab.DoAsync();
        scripted.Store.Before = null;
        scripted.Store.Damage = null;

        Assert.Equal((HttpStatusCode.OK, "ada"), (answer.Status, answer.User));
        Assert.Equal("ada", (await other.DoAsync()).User);
    }

    // Another node wrote in between, so that the renewal conflicts and reads again.
    private static async Task WriteBehindAsync(ScriptedHost scripted)
    {
        Assert.True(SessionToken.TryParse(scripted.Tab.Token, out SessionToken token));
        SessionCipher cipher = scripted.Host.Services.GetRequiredService<SessionCipher>();
        FindResult found = await scripted.Store.Inner.FindAsync(
            token.Id, cipher.Hash(token.Secret), FindMode.Reread, CancellationToken.None);
        var context = SessionCipher.Context.Of(found.Record!);
        cipher.TryOpenPayload(token.Secret, context, found.Record!.Payload, out SessionPayload payload);
        var replacement = new SessionReplacement
        {
            Id = token.Id,
            ExpectedVersion = context.Version,
            Payload = cipher.SealPayload(token.Secret, context.Next(), payload),
        };
        await scripted.Store.Inner.ReplaceAsync(replacement, CancellationToken.None);
    }

    private static SessionRecord Damage(JunkSource junk, SessionRecord record) => junk.Next(9) switch
    {
        0 => record with { Payload = default },
        1 => record with { Payload = junk.Bytes(junk.Next(300)) },
        2 => record with { Payload = Flip(junk, record.Payload.ToArray()) },
        3 => record with { Version = record.Version + 1 },
        4 => record with { UserId = junk.Next(2) == 0 ? null : new string('\ud800', 1 + junk.Next(2000)) },
        5 => record with { CreatedAt = record.CreatedAt.AddMilliseconds(1) },
        6 => record with { AbsoluteExpiresAt = DateTimeOffset.MaxValue },
        7 => record with { IdleTimeout = record.IdleTimeout + TimeSpan.FromMilliseconds(1) },
        _ => record with { Id = RandomValues.Id() },
    };

    private static byte[] Flip(JunkSource junk, byte[] bytes)
    {
        bytes[junk.Next(bytes.Length)] ^= (byte)(1 << junk.Next(8));
        return bytes;
    }
}
