using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests;

public sealed class SessionEntryCodecTests
{
    public static TheoryData<string> Names => [.. SampleEntries.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_entry_comes_back_as_it_was(string name)
    {
        SessionSnapshot entry = SampleEntries.All[name];
        byte[] bytes = SessionEntryCodec.Encode(entry);

        Assert.Equal(EntryDecodeStatus.Decoded, SessionEntryCodec.TryDecode(bytes, out SessionSnapshot? decoded));

        SessionId id = RandomValues.Id();
        Assert.Equivalent(new SessionEntry(id, entry).Peek(0), new SessionEntry(id, decoded!).Peek(0), strict: true);
        Assert.Equal(bytes, SessionEntryCodec.Encode(new SessionEntry(id, decoded!).ToSnapshot()));
        Assert.Equal(
            (entry.SecretIssuedAt, entry.IdleTimeout, entry.RefreshMark, entry.PrivilegeChanges),
            (decoded!.SecretIssuedAt, decoded.IdleTimeout, decoded.RefreshMark, decoded.PrivilegeChanges));
        Assert.Equal(entry.Label, decoded.Label);
        Assert.Equal(entry.Payload, decoded.Payload);
        Assert.Equal(entry.Renewal?.Successor, decoded.Renewal?.Successor);
        Assert.Equal(entry.SpentSecrets.Select(static secret => secret.At), decoded.SpentSecrets.Select(static secret => secret.At));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_beginning_of_an_entry_and_one_byte_too_many_are_damaged(string name)
    {
        byte[] bytes = SessionEntryCodec.Encode(SampleEntries.All[name]);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Equal(EntryDecodeStatus.Damaged, SessionEntryCodec.TryDecode(bytes.AsSpan(0, length), out _));

        Assert.Equal(EntryDecodeStatus.Damaged, SessionEntryCodec.TryDecode([.. bytes, 0], out _));
    }

    [Fact]
    public void Every_other_format_is_unknown()
    {
        byte[] bytes = SessionEntryCodec.Encode(SampleEntries.All["signed in"]);
        foreach (int format in Enumerable.Range(0, 256).Where(static format => format != SessionEntryCodec.Format))
        {
            bytes[0] = (byte)format;
            Assert.Equal(EntryDecodeStatus.UnknownFormat, SessionEntryCodec.TryDecode(bytes, out _));
        }
    }

    [Theory]
    [InlineData("signed in", 4)]
    [InlineData("signed in", 16)]
    [InlineData("signed in", 32)]
    public void Flags_that_contradict_each_other_or_are_unknown_are_damage(string name, byte flag)
    {
        byte[] bytes = SessionEntryCodec.Encode(SampleEntries.All[name]);
        bytes[1] |= flag;

        Assert.Equal(EntryDecodeStatus.Damaged, SessionEntryCodec.TryDecode(bytes, out _));
    }

    [Fact]
    public void The_sizes_are_these() => Assert.Equal(
        (2 + 48 + 32 + (4 + 30) + 20 + 1, 2 + 48 + 32 + 4 + 20 + 1 + 17),
        (SessionEntryCodec.Encode(SampleEntries.All["anonymous"]).Length, SessionEntryCodec.Encode(SampleEntries.All["barred"]).Length));
}
