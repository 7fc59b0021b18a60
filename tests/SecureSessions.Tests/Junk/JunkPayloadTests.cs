using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Junk;

public sealed class JunkPayloadTests
{
    private const int Payloads = 100_000;

    private static readonly SessionCipher Cipher = new(storeKey: null);

    private static readonly SessionPayload Sample = new()
    {
        UserId = "ada",
        Ticket = RandomValues.Bytes(40),
        Values = new Dictionary<string,
        ReadOnlyMemory<byte>>
        { ["a"] = RandomValues.Bytes(9), ["\u00e9\u4e2d"] = default, ["b"] = new byte[] { 1 } },
    };

    private static readonly SessionCipher.Context Context = new(
        RandomValues.Id(), 7, "ada", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(8), TimeSpan.FromMinutes(20));

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void Junk_either_fails_to_decode_or_means_exactly_one_payload()
    {
        var junk = new JunkSource(seed: 20264);
        byte[][] samples = [SamplePayloads.Encode(Sample), .. SamplePayloads.All.Values.Select(SamplePayloads.Encode)];
        int decoded = 0;
        for (int i = 0; i < Payloads; i++)
        {
            byte[] bytes = i % 4 == 0 ? junk.Bytes(junk.Next(80)) : junk.Mutate(samples[junk.Next(samples.Length)]);
            if (!SessionPayloadCodec.TryDecode(bytes, out SessionPayload payload))
                continue;

            decoded++;
            Assert.Equal(bytes, SamplePayloads.Encode(payload));
        }

        Assert.InRange(decoded, 100, Payloads / 2);
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void A_length_that_promises_more_than_is_there_allocates_nothing()
    {
        byte[] bytes = [0, .. BitConverter.GetBytes(int.MaxValue), .. new byte[64]];
        long before = GC.GetAllocatedBytesForCurrentThread();

        bool decoded = SessionPayloadCodec.TryDecode(bytes, out _);

        Assert.False(decoded);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void Sealed_junk_never_opens()
    {
        var junk = new JunkSource(seed: 20265);
        SessionSecret secret = SessionToken.Create().Secret;
        byte[] sample = Cipher.SealPayload(secret, Context, Sample);
        Assert.True(Cipher.TryOpenPayload(secret, Context, sample, out _));

        for (int i = 0; i < Payloads; i++)
        {
            byte[] bytes = i % 4 == 0 ? junk.Bytes(junk.Next(200)) : junk.Mutate(sample);
            Assert.Equal(bytes.AsSpan().SequenceEqual(sample), Cipher.TryOpenPayload(secret, Context, bytes, out _));
        }
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void A_successor_that_was_tampered_with_never_opens()
    {
        var junk = new JunkSource(seed: 20266);
        SessionSecret secret = SessionToken.Create().Secret;
        byte[] sample = Cipher.SealSuccessor(secret, Context, SessionToken.Create().Secret);

        for (int i = 0; i < Payloads / 4; i++)
        {
            byte[] bytes = junk.Mutate(sample);
            Assert.Equal(bytes.AsSpan().SequenceEqual(sample), Cipher.TryOpenSuccessor(secret, Context, bytes, out _));
        }
    }
}
