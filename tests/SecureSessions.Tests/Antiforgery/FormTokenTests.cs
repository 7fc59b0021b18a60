using Xunit;

namespace SecureSessions.Tests.Antiforgery;

public sealed class FormTokenTests
{
    private static readonly SessionId Id = SessionId.FromBytes(Bytes(0, SessionId.Size));
    private static readonly byte[] Key = Bytes(0x80, 32);

    // Another implementation made these (Python: hmac): the nodes of an app, and its versions, have to agree.
    [Theory]
    [Trait("Requirement", "CS-4")]
    [InlineData("ASAhIiMkJSYnKCkqKywtLi82HDxwS5Kjjl9u3Skwm-oIPfQ6O2rdtJy4wskqYRqcdQ", false)]
    [InlineData("AiAhIiMkJSYnKCkqKywtLi935YddqRIEXDZjFY2Cg7yoTSE01SSb6CIR7BymeXECUg", true)]
    public void A_form_token_of_another_implementation_is_accepted(string text, bool isOfVisitor)
    {
        FormToken token = FormToken.TryParse(text)!;

        Assert.True(token.IsOf(Id, Key));
        Assert.Equal((isOfVisitor, text), (token.IsOfVisitor, token.ToFieldValue()));
    }

    [Theory]
    [Trait("Requirement", "CS-4")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_form_token_is_valid_for_its_own_session_and_key_only(bool isOfVisitor)
    {
        FormToken token = FormToken.TryParse(FormToken.Create(Id, Key, isOfVisitor).ToFieldValue())!;

        Assert.True(token.IsOf(Id, Key));
        Assert.False(token.IsOf(SessionId.FromBytes(Bytes(1, SessionId.Size)), Key));
        Assert.False(token.IsOf(Id, Bytes(0x81, 32)));
    }

    [Fact]
    [Trait("Requirement", "CS-4")]
    public void A_form_token_with_a_changed_character_is_refused()
    {
        string text = FormToken.Create(Id, Key, isOfVisitor: false).ToFieldValue();
        for (int i = 0; i < text.Length; i++)
        {
            char[] changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(FormToken.TryParse(changed)?.IsOf(Id, Key) ?? false);
        }
    }

    [Fact]
    public void Two_form_tokens_of_a_session_are_never_equal() =>
        Assert.Equal(
            1000,
            Enumerable.Range(0, 1000).Select(static _ => FormToken.Create(Id, Key, isOfVisitor: false).ToFieldValue()).Distinct().Count());

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("ACAhIiMkJSYnKCkqKywtLi82HDxwS5Kjjl9u3Skwm-oIPfQ6O2rdtJy4wskqYRqcdQ")]
    [InlineData("ASAhIiMkJSYnKCkqKywtLi82HDxwS5Kjjl9u3Skwm-oIPfQ6O2rdtJy4wskqYRqcdR")]
    [InlineData("ASAhIiMkJSYnKCkqKywtLi82HDxwS5Kjjl9u3Skwm+oIPfQ6O2rdtJy4wskqYRqcdQ")]
    [InlineData("ASAhIiMkJSYnKCkqKywtLi82HDxwS5Kjjl9u3Skwm-oIPfQ6O2rdtJy4wskqYRqcdQ==")]
    [InlineData(" SAhIiMkJSYnKCkqKywtLi82HDxwS5Kjjl9u3Skwm-oIPfQ6O2rdtJy4wskqYRqcdQ")]
    public void Text_that_is_not_exactly_a_form_token_is_refused(string text) => Assert.Null(FormToken.TryParse(text));

    [Fact]
    [Trait("Requirement", "LG-3")]
    public void A_form_token_in_a_log_line_is_redacted() => Assert.Equal("[redacted]", $"{FormToken.Create(Id, Key, isOfVisitor: false)}");

    private static byte[] Bytes(int first, int count) => [.. Enumerable.Range(first, count).Select(static value => (byte)value)];
}
