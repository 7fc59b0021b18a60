using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>
/// Hashes, seals and keys that another implementation made (Python: hashlib, hmac, cryptography). Every later version must open the bytes
/// that are in a store: a change here is a new format.
/// </summary>
public sealed class SessionCipherKnownAnswerTests
{
    private static readonly SessionSecret Secret = SessionSecret.FromBytes(Bytes(0x40, SessionSecret.Size));
    private static readonly SessionCipher.Context Context = new(
        SessionId.FromBytes(Bytes(0, SessionId.Size)),
        7,
        "alice",
        DateTimeOffset.FromUnixTimeSeconds(1_000),
        DateTimeOffset.FromUnixTimeSeconds(1_000 + (8 * 3600)),
        TimeSpan.FromMinutes(20));

    [Theory]
    [InlineData(false, "CA2A4FE727FAAECF16ECD130A86E0885C5540C05375340445071C0657555FD42")]
    [InlineData(true, "381A45C46461DA811CEB45AC783CC87EE36127F4D038DC405C9169960D9E4C76")]
    public void The_hash_of_a_secret_matches_the_known_answer(bool keyed, string hash) =>
        Assert.Equal(hash, Convert.ToHexString(BytesOf(Cipher(keyed).Hash(Secret))));

    [Theory]
    [InlineData(
        false, "02202122232425262728292A2BB1F88C5B8EDD0EFC02D3B896E28C5EAF5DE69476577515D30DFE2679CE6F2BE55AC55395FCBC4BF5FAA06D2B251863")]
    [InlineData(
        true, "02202122232425262728292A2B1C1BA7413C77B51F064C2355CEFC35BB60B6A0E60F23B6F276D14B4D65FB3992817E33ED37FF33AA542EE0F036049F")]
    [InlineData(
        false, "01202122232425262728292A2BB1F88C5B8EDD0EFC02D3B896E28C5EAF5DE69476577515D30DFE2679CE6F2B2623F93A88A23EAB4A2F32878BA3B6C3")]
    [InlineData(
        true, "01202122232425262728292A2B1C1BA7413C77B51F064C2355CEFC35BB60B6A0E60F23B6F276D14B4D65FB39E02B9ABC1298C58611A4CF4A672D5E90")]
    public void A_payload_sealed_elsewhere_opens_with_the_same_key_only(bool keyed, string bytes)
    {
        Assert.True(Cipher(keyed).TryOpenPayload(Secret, Context, Convert.FromHexString(bytes), out SessionPayload payload));
        Assert.Equal(
            ("alice", false, "010203", "04"),
            (
                payload.UserId,
                payload.PersistentCookie,
                Convert.ToHexString(payload.Ticket.Span),
                Convert.ToHexString(payload.Values["a"].Span)));
        Assert.False(Cipher(!keyed).TryOpenPayload(Secret, Context, Convert.FromHexString(bytes), out _));
    }

    [Theory]
    [InlineData(
        false,
        "02202122232425262728292A2B9E3A24A8179AA176DDDA8721DC73C21E488081A49AAE0C69BCB35582E72FC7FE84BF95810332AFEFE44A9FDE582834C7")]
    [InlineData(
        true, "02202122232425262728292A2BE4CE343BEFE46CA7623F6AB0122424C30F59ED9C4A9725BE46CF69F83B6B2153E832D6C5CBF286D52D99CFA8D4ECE19D")]
    [InlineData(
        false,
        "01202122232425262728292A2B9E3A24A8179AA176DDDA8721DC73C21E488081A49AAE0C69BCB35582E72FC7FEB187F54C2D8973789CCAB1A244743078")]
    [InlineData(
        true, "01202122232425262728292A2BE4CE343BEFE46CA7623F6AB0122424C30F59ED9C4A9725BE46CF69F83B6B21535CE13DE8A13DA91E7CABF5FDCEF9A827")]
    public void A_successor_sealed_elsewhere_opens_with_the_same_key_only(bool keyed, string bytes)
    {
        Assert.True(Cipher(keyed).TryOpenSuccessor(Secret, Context, Convert.FromHexString(bytes), out SessionSecret successor));
        Assert.True(
            Cipher(keyed).Hash(successor).FixedTimeEquals(Cipher(keyed).Hash(SessionSecret.FromBytes(Bytes(0x80, SessionSecret.Size)))));
        Assert.False(Cipher(!keyed).TryOpenSuccessor(Secret, Context, Convert.FromHexString(bytes), out _));
    }

    [Fact]
    public void The_form_key_matches_the_known_answer_under_any_store_key() => Assert.Equal(
        "44E218B65BADE811BDEB4297D9E902ABF6D109614720F8F93ECD7F46B2A4B7CB", Convert.ToHexString(SessionCipher.DeriveFormKey(Secret)));

    private static SessionCipher Cipher(bool keyed) => new(keyed ? Bytes(1, 32) : null);

    private static byte[] Bytes(int first, int count) => [.. Enumerable.Range(first, count).Select(static value => (byte)value)];

    private static byte[] BytesOf(SecretHash hash)
    {
        byte[] bytes = new byte[SecretHash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }
}
