using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SessionCipherTests
{
    private static readonly SessionCipher Cipher = new(storeKey: null);
    private static readonly SessionToken Token = SessionToken.Create();
    private static readonly SessionCipher.Context Context = new(
        Token.Id, 7, "alice", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(8), TimeSpan.FromMinutes(20));
    private static readonly SessionPayload Payload = new()
    {
        UserId = "alice",
        Ticket = new byte[] { 1, 2, 3 },
        PersistentCookie = true,
        Values = new Dictionary<string, ReadOnlyMemory<byte>> { ["a"] = new byte[] { 4 }, ["\u00e4\ud83d\ude00"] = Array.Empty<byte>() },
    };

    public static TheoryData<string> OtherContexts => ["id", "version", "user", "no user", "created", "deadline", "idle timeout"];

    [Fact]
    public void A_sealed_payload_opens_with_the_same_secret_and_the_same_facts()
    {
        byte[] bytes = Cipher.SealPayload(Token.Secret, Context, Payload);

        Assert.True(Cipher.TryOpenPayload(Token.Secret, Context, bytes, out SessionPayload opened));
        Assert.Equal(("alice", true, 2), (opened.UserId, opened.PersistentCookie, opened.Values.Count));
        Assert.Equal([1, 2, 3], opened.Ticket.ToArray());
        Assert.Equal([4], opened.Values["a"].ToArray());
        Assert.True(opened.Values["\u00e4\ud83d\ude00"].IsEmpty);
    }

    [Fact]
    public void A_user_id_of_the_maximum_length_is_bound_and_a_longer_one_is_not_sealed()
    {
        string longest = new('u', SecureSessionDefaults.MaxUserIdBytes);
        SessionCipher.Context context = Context with { UserId = longest };
        byte[] bytes = Cipher.SealPayload(Token.Secret, context, Payload with { UserId = longest });

        Assert.True(Cipher.TryOpenPayload(Token.Secret, context, bytes, out _));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Cipher.SealPayload(Token.Secret, Context with { UserId = longest + "u" }, Payload));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void A_sealed_payload_with_a_flipped_bit_or_a_missing_byte_does_not_open()
    {
        byte[] bytes = Cipher.SealPayload(Token.Secret, Context, Payload);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] flipped = [.. bytes];
            flipped[i] ^= 1;
            Assert.False(Cipher.TryOpenPayload(Token.Secret, Context, flipped, out _));
            Assert.False(Cipher.TryOpenPayload(Token.Secret, Context, bytes.AsMemory(0, i), out _));
        }
    }

    [Theory]
    [Trait("Requirement", "ST-2")]
    [MemberData(nameof(OtherContexts))]
    public void A_payload_opens_in_its_own_record_at_its_own_version_only(string other)
    {
        byte[] bytes = Cipher.SealPayload(Token.Secret, Context, Payload);

        Assert.False(Cipher.TryOpenPayload(Token.Secret, Change(other), bytes, out _));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void A_seal_of_format_2_does_not_pass_for_one_of_format_1()
    {
        byte[] bytes = Cipher.SealPayload(Token.Secret, Context, Payload);
        bytes[0] = SealedPayload.OldFormat;

        Assert.False(Cipher.TryOpenPayload(Token.Secret, Context, bytes, out _));
        Assert.False(Cipher.TryOpenPayload(Token.Secret, Context with { IdleTimeout = TimeSpan.FromDays(1) }, bytes, out _));
    }

    [Fact]
    [Trait("Requirement", "TK-12")]
    public void Every_accepted_store_key_opens_a_payload_and_the_first_one_seals_it()
    {
        (byte[] first, byte[] second) = (RandomValues.Bytes(32), RandomValues.Bytes(32));
        var old = new SessionCipher(first);
        var both = new SessionCipher(second, [first]);
        byte[] payload = old.SealPayload(Token.Secret, Context, Payload);
        byte[] successor = old.SealSuccessor(Token.Secret, Context, Token.Secret);

        Assert.True(both.TryOpenPayload(Token.Secret, Context, payload, out _));
        Assert.True(both.TryOpenSuccessor(Token.Secret, Context, successor, out _));
        Assert.True(both.Hash(Token.Secret, 1).FixedTimeEquals(old.Hash(Token.Secret)));
        Assert.True(both.Hash(Token.Secret).FixedTimeEquals(new SessionCipher(second).Hash(Token.Secret)));
        Assert.False(old.TryOpenPayload(Token.Secret, Context, both.SealPayload(Token.Secret, Context, Payload), out _));
        Assert.False(new SessionCipher(second).TryOpenPayload(Token.Secret, Context, payload, out _));
    }

    [Fact]
    public void Another_secret_opens_no_payload()
    {
        byte[] bytes = Cipher.SealPayload(Token.Secret, Context, Payload);

        Assert.False(Cipher.TryOpenPayload(SessionToken.Create().Secret, Context, bytes, out _));
    }

    [Fact]
    [Trait("Requirement", "ST-3")]
    public void Ten_thousand_seals_under_one_secret_have_as_many_nonces()
    {
        var nonces = new HashSet<string>();
        for (int i = 0; i < 10_000; i++)
            nonces.Add(Convert.ToHexString(Cipher.SealPayload(Token.Secret, Context, Payload).AsSpan(1, 12)));

        Assert.Equal(10_000, nonces.Count);
    }

    [Fact]
    public void A_successor_opens_with_the_secret_that_it_follows_and_is_no_payload()
    {
        SessionSecret next = SessionToken.Create().Secret;
        byte[] bytes = Cipher.SealSuccessor(Token.Secret, Context, next);

        Assert.True(Cipher.TryOpenSuccessor(Token.Secret, Context with { Version = 99 }, bytes, out SessionSecret opened));
        Assert.True(Cipher.Hash(next).FixedTimeEquals(Cipher.Hash(opened)));
        Assert.False(Cipher.TryOpenSuccessor(next, Context, bytes, out _));
        Assert.False(Cipher.TryOpenSuccessor(Token.Secret, Context with { UserId = "bob" }, bytes, out _));
        Assert.False(Cipher.TryOpenPayload(Token.Secret, Context with { Version = 0 }, bytes, out _));
    }

    [Fact]
    public void A_user_label_longer_than_allowed_opens_nothing() =>
        Assert.False(
            Cipher.TryOpenPayload(
                Token.Secret, Context with { UserId = new string('u', 1025) }, new byte[64].Select(static _ => (byte)1).ToArray(), out _));

    private static SessionCipher.Context Change(string what) => what switch
    {
        "id" => Context with { Id = SessionToken.Create().Id },
        "version" => Context with { Version = 8 },
        "user" => Context with { UserId = "bob" },
        "no user" => Context with { UserId = null },
        "created" => Context with { CreatedAt = Context.CreatedAt.AddMilliseconds(1) },
        "deadline" => Context with { AbsoluteExpiresAt = Context.AbsoluteExpiresAt.AddMilliseconds(1) },
        "idle timeout" => Context with { IdleTimeout = Context.IdleTimeout + TimeSpan.FromMilliseconds(1) },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
