using System.Text;
using Xunit;
using Xunit.Sdk;

namespace SecureSessions.Redis.Tests;

/// <summary>A search that finds nothing proves something only if it would have found it.</summary>
public sealed class SecretSearchTests
{
    private const string Value = "canary";

    private readonly SecretSearch _search = new();

    [Fact]
    public void A_token_is_found_in_every_shape()
    {
        var token = SessionToken.Create();
        byte[] secret = Base64UrlBytes(token.ToCookieValue())[SessionId.Size..];
        _search.AddToken(token.ToCookieValue());

        IsFound(Encoding.UTF8.GetBytes($"Cookie: {token.ToCookieValue()}"));
        IsFound([1, 2, 3, .. secret, 4]);
        IsFound(Encoding.UTF8.GetBytes(Convert.ToHexString(secret)));
        IsFound(Encoding.UTF8.GetBytes(Convert.ToBase64String(secret)));
        _search.AssertAbsentFrom("a public id", token.ToString());
    }

    [Fact]
    public void A_value_is_found_in_every_shape()
    {
        _search.AddValue(Value);

        IsFound(Encoding.UTF8.GetBytes($"a {Value}-1"));
        IsFound(Encoding.Unicode.GetBytes(Value));
        IsFound(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value))));
        _search.AssertAbsentFrom("another text", "can");
    }

    private static byte[] Base64UrlBytes(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private void IsFound(byte[] bytes) => Assert.Throws<FalseException>(() => _search.AssertAbsentFrom("a plant", bytes));
}
