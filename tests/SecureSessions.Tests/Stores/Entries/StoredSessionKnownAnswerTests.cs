using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>Bytes that version 0.1.0 wrote: they are read, and written still.</summary>
public sealed class StoredSessionKnownAnswerTests
{
    private const long Now = 1_800_000_000_000;

    private const string Anonymous =
        "0200" + "0100000000000000" + "00505C18A3010000" + "00C4131AA3010000"
        + "804F120000000000" + "05505C18A3010000" + "00505C18A3010000"
        + "1111111111111111111111111111111111111111111111111111111111111111"
        + "0200000002AA000000000000000000000000000000000000000000";

    private const string Pending =
        "0203" + "0200000000000000" + "00505C18A3010000" + "00C4131AA3010000"
        + "804F120000000000" + "05505C18A3010000" + "00505C18A3010000"
        + "2222222222222222222222222222222222222222222222222222222222222222"
        + "040000006164C3A90200000002DD020000000708010000000000000001000000000000001111111111111111111111111111111111111111"
        + "11111111111111111111111130750000000000000300000002BBCC00";

    private const string Confirmed =
        "0207" + "0200000000000000" + "00505C18A3010000" + "00C4131AA3010000"
        + "804F120000000000" + "14505C18A3010000" + "14505C18A3010000"
        + "2222222222222222222222222222222222222222222222222222222222222222"
        + "040000006164C3A90200000002DD020000000708010000000000000001000000000000001111111111111111111111111111111111111111"
        + "111111111111111111111111307500000000000014505C18A30100000300000002BBCC00";

    private const string Regenerated =
        "0201" + "0300000000000000" + "00505C18A3010000" + "00C4131AA3010000"
        + "804F120000000000" + "14505C18A3010000" + "28505C18A3010000"
        + "3333333333333333333333333333333333333333333333333333333333333333"
        + "040000006164C3A90200000002EE020000000708010000000000000002000000000000000211111111111111111111111111111111111111"
        + "1111111111111111111111111128505C18A3010000222222222222222222222222222222222222222222222222222222222222222228505C"
        + "18A3010000";

    private const string Ended =
        "020F" + "0400000000000000" + "00505C18A3010000" + "00C4131AA3010000"
        + "804F120000000000" + "3C505C18A3010000" + "3C505C18A3010000"
        + "4444444444444444444444444444444444444444444444444444444444444444"
        + "040000006164C3A9000000000200000007080100000000000000020000000000000033333333333333333333333333333333333333333333"
        + "3333333333333333333330750000000000003C505C18A3010000000000000211111111111111111111111111111111111111111111111111"
        + "1111111111111128505C18A3010000222222222222222222222222222222222222222222222222222222222222222228505C18A301000009"
        + "46505C18A3010000C0EB1C1AA3010000";

    private const string Expired =
        "0219" + "0100000000000000" + "00505C18A3010000" + "00C4131AA3010000"
        + "804F120000000000" + "05505C18A3010000" + "00505C18A3010000"
        + "1111111111111111111111111111111111111111111111111111111111111111"
        + "03000000616461000000000100000009000000000000000000000000000000000004859F6E18A301000045C77718A3010000";

    private const string Barred =
        "0208" + "0000000000000000" + "00505C18A3010000" + "00505C18A3010000"
        + "0000000000000000" + "00505C18A3010000" + "0000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000"
        + "000000000000000000000000000000000000000000000000000200505C18A3010000C0776518A3010000";

    [Theory]
    [InlineData(Anonymous)]
    [InlineData(Pending)]
    [InlineData(Confirmed)]
    [InlineData(Regenerated)]
    [InlineData(Ended)]
    [InlineData(Expired)]
    [InlineData(Barred)]
    public void What_was_written_is_read(string hex)
    {
        Assert.True(StoredSession.TryDecode(default, Convert.FromHexString(hex), out StoredSession session));
        Assert.Equal(hex, ToHex(session));
    }

    [Fact]
    public void A_session_with_every_change_of_its_secret_is_written_as_it_was()
    {
        StoredSession session = New("ad\u00e9", label: [7, 8]);
        session.Mark(reauthenticate: false);
        Replace(ref session, [2, 0xDD], SecretChange.Renewal(Hash(0x22), new byte[] { 2, 0xBB, 0xCC }, TimeSpan.FromSeconds(30)), Now + 10);
        Assert.Equal(Pending, ToHex(session));

        session.Find(Hash(0x22), FindMode.Active, Now + 20);
        Assert.Equal(Confirmed, ToHex(session));

        Replace(ref session, [2, 0xEE], SecretChange.Regeneration(Hash(0x33)), Now + 40);
        Assert.Equal(Regenerated, ToHex(session));

        Replace(ref session, [2, 0xEF], SecretChange.Renewal(Hash(0x44), new byte[] { 2, 0xCD }, TimeSpan.FromSeconds(30)), Now + 50);
        session.Find(Hash(0x44), FindMode.Active, Now + 60);
        session.End(SessionEndReason.Limit, expectedVersion: 4, Now + 70);
        Assert.Equal(Ended, ToHex(session));
    }

    [Fact]
    public void A_session_without_a_user_one_that_timed_out_and_an_id_that_was_barred_are_written_as_they_were()
    {
        StoredSession expired = New("ada", label: [9]);
        expired.TryExpire(Now + 5_000_000);
        var barred = new StoredSession(default);
        barred.End(SessionEndReason.Revoked, expectedVersion: null, Now);

        Assert.Equal((Anonymous, Expired, Barred), (ToHex(New(userId: null, label: [])), ToHex(expired), ToHex(barred)));
    }

    private static StoredSession New(string? userId, byte[] label)
    {
        var session = new StoredSession(default);
        var created = new NewSession
        {
            Id = default,
            Hash = Hash(0x11),
            UserId = userId,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(Now),
            AbsoluteExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(Now).AddHours(8),
            IdleTimeout = TimeSpan.FromMinutes(20),
            Label = label,
            Payload = new byte[] { 2, 0xAA },
        };
        Assert.Equal(CreateStatus.Created, session.Create(created, Now + 5));
        return session;
    }

    private static void Replace(ref StoredSession session, byte[] payload, SecretChange change, long now)
    {
        var replacement = new SessionReplacement { Id = default, ExpectedVersion = session.Version, Payload = payload, Secret = change };
        Assert.Equal(ReplaceStatus.Replaced, session.Replace(replacement, now));
    }

    private static SecretHash Hash(byte value)
    {
        Span<byte> bytes = stackalloc byte[SecretHash.Size];
        bytes.Fill(value);
        return SecretHash.FromBytes(bytes);
    }

    private static string ToHex(StoredSession session) => Convert.ToHexString(session.ToBytes());
}
