using System.Buffers.Text;
using Xunit;

namespace SecureSessions.Tests.Tokens;

/// <summary>The refresh token of a client without cookies: another text, another id and another kind of secret than a cookie has.</summary>
[Trait("Requirement", "TK-5")]
public sealed class RefreshTokenTests
{
    private const string Known = "srt_AAECAwQFBgcICQoLDA0OD0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5f";

    [Fact]
    public void A_refresh_token_reads_back_as_itself()
    {
        SessionToken token = SessionToken.Create(SecretKind.RefreshToken);
        string text = token.ToRefreshToken();

        Assert.Matches("^srt_[A-Za-z0-9_-]{64}$", text);
        Assert.True(SessionToken.TryParseRefreshToken(text, out SessionToken read));
        Assert.Equal((token.Id, SecretKind.RefreshToken, text), (read.Id, read.Secret.Kind, read.ToRefreshToken()));
    }

    [Fact]
    public void The_id_is_the_hash_of_the_family_by_the_known_answer()
    {
        Assert.True(SessionToken.TryParseRefreshToken(Known, out SessionToken token));

        Assert.Equal("lI6A77A-gHvkn1L33ec5xQ", token.Id.ToString());
    }

    [Fact]
    public void A_new_secret_keeps_id_and_family_and_shares_nothing_else()
    {
        SessionToken token = SessionToken.Create(SecretKind.RefreshToken);
        SessionToken next = token.WithNewSecret();

        Assert.Equal(token.Id, next.Id);
        Assert.Equal(SecretKind.RefreshToken, next.Secret.Kind);
        Assert.Equal(BytesOf(token)[..16], BytesOf(next)[..16]);
        Assert.NotEqual(BytesOf(token)[16..], BytesOf(next)[16..]);
    }

    [Fact]
    public void A_text_of_one_kind_is_no_token_of_the_other_or_one_of_another_session()
    {
        string cookie = SessionToken.Create().ToCookieValue();
        SessionToken token = SessionToken.Create(SecretKind.RefreshToken);
        string text = token.ToRefreshToken();

        Assert.False(SessionToken.TryParse(text, out _));
        Assert.False(SessionToken.TryParseRefreshToken(cookie, out _));
        Assert.True(SessionToken.TryParse(text.AsSpan(4), out SessionToken asCookie));
        Assert.NotEqual(token.Id, asCookie.Id);
        Assert.True(SessionToken.TryParseRefreshToken("srt_" + cookie, out SessionToken asRefreshToken));
        Assert.NotEqual(cookie[..22], asRefreshToken.Id.ToString());
    }

    [Fact]
    public void A_token_is_not_written_as_one_of_the_other_kind()
    {
        Assert.Throws<InvalidOperationException>(() => SessionToken.Create().ToRefreshToken());
        Assert.Throws<InvalidOperationException>(() => SessionToken.Create(SecretKind.RefreshToken).ToCookieValue());
    }

    [Theory]
    [InlineData("")]
    [InlineData("srt_")]
    [InlineData("SRT_AAECAwQFBgcICQoLDA0OD0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5f")]
    [InlineData(" " + Known)]
    [InlineData(Known + "\n")]
    [InlineData(Known + "=")]
    [InlineData("srt_" + Known)]
    [InlineData("srt_AAECAwQFBgcICQoLDA0OD0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5")]
    [InlineData("srt_AAECAwQFBgcICQoLDA0OD0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5+")]
    public void Anything_else_is_no_refresh_token(string text) => Assert.False(SessionToken.TryParseRefreshToken(text, out _));

    [Fact]
    [Trait("Requirement", "LG-3")]
    public void A_refresh_token_does_not_print_its_secret() =>
        Assert.Matches("^[A-Za-z0-9_-]{22} \\[redacted\\]$", SessionToken.Create(SecretKind.RefreshToken).ToString());

    private static byte[] BytesOf(SessionToken token) => Base64Url.DecodeFromChars(token.ToRefreshToken().AsSpan(4));
}
