using System.Buffers.Text;
using System.Collections;
using Xunit;

namespace SecureSessions.Tests.Tokens;

public sealed class SessionTokenTests
{
    private const int Draws = 1_000_000;

    [Fact]
    [Trait("Requirement", "ID-1")]
    [Trait("Pace", "Slow")]
    public void A_million_tokens_are_unique_and_every_bit_is_as_often_set_as_not()
    {
        var seen = new HashSet<SessionId>(Draws);
        int[] set = new int[SessionToken.Size * 8];
        for (int i = 0; i < Draws; i++)
        {
            SessionToken token = SessionToken.Create();
            Assert.True(seen.Add(token.Id));
            Count(Base64Url.DecodeFromChars(token.ToCookieValue()), set);
        }

        Assert.All(set, count => Assert.InRange(count, Draws * 0.49, Draws * 0.51));
    }

    [Fact]
    [Trait("Requirement", "ID-2")]
    public void Tokens_drawn_at_the_same_moment_share_no_more_than_chance()
    {
        string[] tokens = [.. Enumerable.Range(0, 1000).Select(_ => SessionToken.Create().ToCookieValue())];

        // Of 499,500 pairs, one in 64^6 shares six characters at the front.
        Assert.Equal(tokens.Length, tokens.Select(token => token[..6]).Distinct().Count());
    }

    [Fact]
    public void A_token_is_64_characters_and_reads_back_as_itself()
    {
        string text = SessionToken.Create().ToCookieValue();

        Assert.Equal(SessionToken.TextLength, text.Length);
        Assert.True(SessionToken.TryParse(text, out SessionToken token));
        Assert.Equal(text, token.ToCookieValue());
    }

    [Theory]
    [Trait("Requirement", "ID-4")]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u0000")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e4")]
    public void Anything_but_64_base64url_characters_is_no_token(string text) => Assert.False(SessionToken.TryParse(text, out _));

    [Fact]
    [Trait("Requirement", "LG-3")]
    public void A_token_and_its_parts_do_not_print_the_secret()
    {
        SessionToken token = SessionToken.Create();

        Assert.Equal($"{token.Id} [redacted]", token.ToString());
        Assert.Equal("[redacted]", token.Secret.ToString());
        Assert.Equal("[redacted]", new SessionCipher(storeKey: null).Hash(token.Secret).ToString());
    }

    private static void Count(byte[] bytes, int[] set)
    {
        var bits = new BitArray(bytes);
        for (int bit = 0; bit < bits.Length; bit++)
            set[bit] += bits[bit] ? 1 : 0;
    }
}
