using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A session as <c>Scripts/Record.lua</c> packs it.</summary>
public sealed class PackedSessionTests
{
    private const double Created = 1_800_000_000_000;
    private const double Hour = 3_600_000;
    private const int HeadSize = 127;

    private static readonly byte[] Label = [1, 2, 3];
    private static readonly byte[] Payload = [4, 5];
    private static readonly byte[] Successor = [6];

    [Fact]
    public void Every_number_has_its_place()
    {
        var session = new PackedSession(
            Pack(reason: 0, [Created, Created + (8 * Hour), Hour, Created + 5, Created + 3, 0, 0, 0], [7, 4, 6]));

        Assert.Equal((Time(Created), Time(Created + (8 * Hour))), (session.CreatedAt, session.AbsoluteExpiresAt));
        Assert.Equal((Time(Created + 5), Time(Created + 5 + Hour)), (session.LastSeenAt, session.ExpiresAt));
        Assert.Equal(TimeSpan.FromHours(1), session.IdleTimeout);
        Assert.Equal((7, Time(Created + 3), 4, 6), (session.Version, session.SecretIssuedAt, session.RefreshMark, session.PrivilegeChanges));
        Assert.Null(session.EndReason);
    }

    [Theory]
    [InlineData(0u, 0, false)]
    [InlineData(4u, 4, false)]
    [InlineData(0x8000_0001u, 1, true)]
    [InlineData(0xFFFF_FFFFu, int.MaxValue, true)]
    public void The_marks_are_a_count_and_a_demand(uint marks, long count, bool reauthenticate)
    {
        var session = new PackedSession(Pack(reason: 0, [Created, Created + Hour, Hour, Created, Created, 0, 0, 0], [1, marks, 6]));

        Assert.Equal((count, reauthenticate), (session.RefreshMark, session.Reauthenticate));
    }

    [Fact]
    public void The_idle_deadline_never_lies_behind_the_absolute_one() => Assert.Equal(
        Time(Created + 100), new PackedSession(Pack(reason: 0, [Created, Created + 100, Hour, Created + 5, Created, 0, 0, 0])).ExpiresAt);

    [Fact]
    public void An_end_tells_why_and_when()
    {
        var session = new PackedSession(
            Pack((byte)SessionEndReason.Limit, [Created, Created + Hour, Hour, Created, Created, Created + 9, 0, 0]));

        Assert.Equal((SessionEndReason.Limit, Time(Created + 9)), (session.EndReason, session.EndedAt));
    }

    [Theory]
    [InlineData("adé", 3, 2, 1)]
    [InlineData("adé", 3, 2, null)]
    [InlineData("", 0, 0, 0)]
    [InlineData("", 0, 0, null)]
    [InlineData("ada", 0, 2, 1)]
    public void Each_part_is_as_long_as_the_head_says(string user, int label, int payload, int? successor)
    {
        byte[] bytes = Pack(user: user, label: Label[..label], payload: Payload[..payload], successor: successor is { } s ? Successor[..s] : null);

        var session = new PackedSession(bytes);

        Assert.Equal(user.Length == 0 ? null : user, session.UserId);
        Assert.Equal(Label[..label], session.Label.ToArray());
        Assert.Equal(Payload[..payload], session.Payload.ToArray());
        Assert.Equal(Successor[..(successor ?? 0)], session.Successor.ToArray());
    }

    [Fact]
    public void A_missing_part_is_the_empty_memory()
    {
        var session = new PackedSession(Pack());

        Assert.Equal((default, default, default), (session.Label, session.Payload, session.Successor));
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(HeadSize - 1)]
    [InlineData(HeadSize)]
    [InlineData(HeadSize + 40)]
    [InlineData(HeadSize + 42)]
    public void What_has_another_size_is_the_stores_fault(int length)
    {
        byte[] whole = Pack(user: "ada", label: Label, payload: Payload, successor: Successor);
        Assert.Equal(HeadSize + 41, whole.Length);

        Assert.Throws<SecureSessionStoreException>(() => new PackedSession([.. whole.Append<byte>(0).Take(length)]).Version);
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(255)]
    public void Another_format_is_the_stores_fault(byte format)
    {
        byte[] bytes = Pack();
        bytes[0] = format;

        Assert.Throws<SecureSessionStoreException>(() => new PackedSession(bytes).Version);
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_part_that_would_reach_beyond_the_end_is_the_stores_fault(int part)
    {
        foreach (uint size in (uint[])[8, int.MaxValue, uint.MaxValue])
        {
            byte[] bytes = Pack(user: "ada");
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeadSize - ((4 - part) * sizeof(uint))), size);

            Assert.Throws<SecureSessionStoreException>(() => new PackedSession(bytes).Version);
        }
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void A_renewal_without_a_whole_hash_is_the_stores_fault()
    {
        byte[] bytes = [.. Pack(), .. new byte[SecretHash.Size - 1]];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeadSize - sizeof(uint)), SecretHash.Size - 1);

        Assert.Throws<SecureSessionStoreException>(() => new PackedSession(bytes).Version);
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData(-1)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_time_is_the_stores_fault_or_the_beginning_of_all_times(double number)
    {
        byte[] bytes = Pack(times: [number, number, number, number, number, number, number, number]);

        Exception? refusal = Record.Exception(() => _ = new PackedSession(bytes).CreatedAt);

        Assert.True(refusal is SecureSessionStoreException || (double.IsNaN(number) && refusal is null));
    }

    private static DateTimeOffset Time(double milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    private static byte[] Pack(
        byte reason = 0,
        double[]? times = null,
        uint[]? counts = null,
        string user = "",
        byte[]? label = null,
        byte[]? payload = null,
        byte[]? successor = null)
    {
        byte[] name = Encoding.UTF8.GetBytes(user);
        byte[] renewal = successor is null ? [] : [.. new byte[SecretHash.Size], .. successor];
        byte[][] parts = [name, label ?? [], payload ?? [], renewal];
        byte[] head =
        [
            1, reason, 0,
            .. (times ?? [Created, Created + Hour, Hour, Created, Created, 0, 0, 0]).SelectMany(BitConverter.GetBytes),
            .. (counts ?? [1, 0, 0]).SelectMany(BitConverter.GetBytes),
            .. new byte[SecretHash.Size],
            .. parts.SelectMany(static part => BitConverter.GetBytes((uint)part.Length)),
        ];
        Assert.Equal(HeadSize, head.Length);
        return [.. head, .. parts.SelectMany(static part => part)];
    }
}
