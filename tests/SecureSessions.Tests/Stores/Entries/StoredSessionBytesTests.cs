using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed class StoredSessionBytesTests
{
    private const long Later = 1_800_000_000_000 + 60_000;

    public static TheoryData<string> Names => [.. SampleSessions.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_session_comes_back_as_it_was(string name)
    {
        StoredSession session = SampleSessions.All[name];
        byte[] bytes = session.ToBytes();

        Assert.True(StoredSession.TryDecode(session.Id, bytes, out StoredSession decoded));

        Assert.Equal(bytes, decoded.ToBytes());
        Assert.Equal(
            (session.Stamp, session.DueAt, session.ForgottenAt, session.VariableSize),
            (decoded.Stamp, decoded.DueAt, decoded.ForgottenAt, decoded.VariableSize));
        Assert.Equivalent(session.Peek(Later), decoded.Peek(Later), strict: true);
        Assert.Equal(session.Label.ToArray(), decoded.Label.ToArray());
        Assert.All(SampleSessions.Hashes, hash => AssertSame(Find(session, hash), Find(decoded, hash)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_beginning_of_a_session_and_one_byte_too_many_are_damaged(string name)
    {
        byte[] bytes = SampleSessions.All[name].ToBytes();
        for (int length = 0; length < bytes.Length; length++)
            AssertDamaged(bytes.AsSpan(0, length));

        AssertDamaged([.. bytes, 0]);
    }

    [Fact]
    public void Every_other_format_is_unknown()
    {
        byte[] bytes = SampleSessions.All["signed in"].ToBytes();
        foreach (int format in Enumerable.Range(0, 256).Where(static format => format != StoredSession.Format))
        {
            bytes[0] = (byte)format;
            Assert.False(StoredSession.TryDecode(default, bytes, out _));
            Assert.True(StoredSession.IsOfUnknownFormat(bytes));
        }
    }

    [Theory]
    [InlineData("signed in", 4)]
    [InlineData("signed in", 16)]
    [InlineData("signed in", 32)]
    [InlineData("marked with a demand", 64)]
    [InlineData("marked with a demand", 128)]
    public void Flags_that_contradict_each_other_or_are_unknown_are_damage(string name, byte flag)
    {
        byte[] bytes = SampleSessions.All[name].ToBytes();
        bytes[1] |= flag;

        AssertDamaged(bytes);
    }

    [Fact]
    public void The_sizes_are_these() => Assert.Equal(
        (2 + 48 + 32 + (4 + 30) + 20 + 1, 2 + 48 + 32 + 4 + 20 + 1 + 17),
        (SampleSessions.All["anonymous"].ToBytes().Length, SampleSessions.All["barred"].ToBytes().Length));

    private static void AssertDamaged(ReadOnlySpan<byte> bytes)
    {
        Assert.False(StoredSession.TryDecode(default, bytes, out _));
        Assert.False(StoredSession.IsOfUnknownFormat(bytes));
    }

    // Of a copy, which a find changes.
    private static FindResult Find(StoredSession session, SecretHash hash) => session.Find(hash, FindMode.Active, Later);

    private static void AssertSame(FindResult expected, FindResult actual)
    {
        Assert.Equal(
            (expected.Status, expected.Now, expected.SpentAt, expected.End), (actual.Status, actual.Now, actual.SpentAt, actual.End));
        Assert.Equal(WithoutBytes(expected.Record), WithoutBytes(actual.Record));
        Assert.Equal(expected.Record?.Payload.ToArray(), actual.Record?.Payload.ToArray());
        Assert.Equal(expected.Record?.Successor.ToArray(), actual.Record?.Successor.ToArray());
    }

    // Memory is equal where it is the same, not where it has the same bytes.
    private static SessionRecord? WithoutBytes(SessionRecord? record) =>
        record is null ? null : record with { Payload = default, Successor = default };
}
