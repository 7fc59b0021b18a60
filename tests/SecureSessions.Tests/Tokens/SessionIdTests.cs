using System.Text.Json;
using Xunit;

namespace SecureSessions.Tests.Tokens;

public sealed class SessionIdTests
{
    [Fact]
    public void An_id_is_22_characters_and_reads_back_as_itself()
    {
        SessionId id = SessionToken.Create().Id;

        Assert.Equal(SessionId.TextLength, id.ToString().Length);
        Assert.True(SessionId.TryParse(id.ToString(), out SessionId read));
        Assert.Equal(id, read);
    }

    [Theory]
    [Trait("Requirement", "ID-4")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAB")] // the last four bits are unused and must be zero
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("")]
    public void Only_the_canonical_text_is_an_id(string text) => Assert.False(SessionId.TryParse(text, out _));

    [Fact]
    public void Bytes_of_another_length_are_refused_with_both_lengths() =>
        Assert.StartsWith(
            "A session id has 16 bytes, not 15.",
            Assert.Throws<ArgumentException>(() => SessionId.FromBytes(new byte[15])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void In_json_an_id_is_its_text()
    {
        SessionId id = SessionToken.Create().Id;
        Dictionary<SessionId, SessionId?> ids = new() { [id] = id };

        string json = JsonSerializer.Serialize(ids);

        Assert.Equal($$"""{"{{id}}":"{{id}}"}""", json);
        Assert.Equal(ids, JsonSerializer.Deserialize<Dictionary<SessionId, SessionId?>>(json));
    }

    [Theory]
    [InlineData("\"AAAAAAAAAAAAAAAAAAAAAB\"")]
    [InlineData("\"\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("{}")]
    public void What_is_no_id_is_none_in_json_either(string json) =>
        Assert.Contains(
            "22 base64url characters",
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SessionId>(json)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Equality_is_that_of_all_bits()
    {
        byte[] bytes = new byte[SessionId.Size];
        var zero = SessionId.FromBytes(bytes);
        bytes[0] = 1;

        Assert.True(zero == SessionId.FromBytes(new byte[SessionId.Size]));
        Assert.True(zero != SessionId.FromBytes(bytes));
        Assert.False(zero.Equals((object)"AAAAAAAAAAAAAAAAAAAAAA"));
    }
}
