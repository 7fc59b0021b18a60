using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>The same bits are another secret in a cookie than in a refresh token.</summary>
public sealed class SecretKindTests
{
    private static readonly byte[] Bits = [.. Enumerable.Range(0x40, SessionSecret.Size).Select(static value => (byte)value)];
    private static readonly SessionSecret OfCookie = SessionSecret.FromBytes(Bits);
    private static readonly SessionSecret OfToken = SessionSecret.FromBytes(Bits, SecretKind.RefreshToken);
    private static readonly SessionCipher.Context Context = new(
        SessionToken.Create().Id, 1, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(8), TimeSpan.FromMinutes(20));

    public static TheoryData<bool> Keyed => [false, true];

    // Made by another implementation (Python: hashlib, hmac).
    [Theory]
    [InlineData(false, "A41B0966D93B5D2DB7B40EC229022402A91325666B5E59CE45517A6DC957B733")]
    [InlineData(true, "660FBDE90ADCC1F7DBC8BDAE29C8551CFDFFAA65449C0761374262AC82C86AA8")]
    public void The_hash_of_the_secret_of_a_refresh_token_matches_the_known_answer(bool keyed, string hash)
    {
        byte[] bytes = new byte[SecretHash.Size];
        Cipher(keyed).Hash(OfToken).CopyTo(bytes);

        Assert.Equal(hash, Convert.ToHexString(bytes));
    }

    [Theory]
    [MemberData(nameof(Keyed))]
    public void The_hashes_of_the_two_kinds_differ(bool keyed) =>
        Assert.False(Cipher(keyed).Hash(OfCookie).FixedTimeEquals(Cipher(keyed).Hash(OfToken)));

    [Theory]
    [MemberData(nameof(Keyed))]
    public void What_is_sealed_under_one_kind_does_not_open_under_the_other(bool keyed)
    {
        byte[] ofCookie = Cipher(keyed).SealPayload(OfCookie, Context, SessionPayload.Empty);
        byte[] ofToken = Cipher(keyed).SealPayload(OfToken, Context, SessionPayload.Empty);

        Assert.True(Cipher(keyed).TryOpenPayload(OfToken, Context, ofToken, out _));
        Assert.False(Cipher(keyed).TryOpenPayload(OfToken, Context, ofCookie, out _));
        Assert.False(Cipher(keyed).TryOpenPayload(OfCookie, Context, ofToken, out _));
    }

    [Fact]
    public void A_successor_is_of_the_kind_of_the_secret_that_it_succeeds()
    {
        byte[] successor = Cipher(keyed: false).SealSuccessor(OfToken, Context, OfToken);

        Assert.True(Cipher(keyed: false).TryOpenSuccessor(OfToken, Context, successor, out SessionSecret opened));
        Assert.Equal(SecretKind.RefreshToken, opened.Kind);
        Assert.False(Cipher(keyed: false).TryOpenSuccessor(OfCookie, Context, successor, out _));
    }

    private static SessionCipher Cipher(bool keyed) =>
        new(keyed ? [.. Enumerable.Range(1, 32).Select(static value => (byte)value)] : null);
}
