using System.Security.Cryptography;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Keys;

/// <summary>What a store keeps of a signing key.</summary>
[Trait("Requirement", "TK-12")]
public sealed class SigningKeySealTests
{
    private readonly SessionSigningKey _key = SessionSigningKey.Create();
    private readonly SigningKeySeal _seal = new([KeyNodes.StoreKey], "");

    [Fact]
    public void A_key_that_is_opened_signs_what_the_key_before_verifies()
    {
        SessionSigningKey? opened = _seal.Open(681, _seal.Seal(681, _key), out bool isPresent);

        Assert.True(isPresent);
        Assert.Equal(_key.KeyId, opened!.KeyId);
        Assert.Equal(
            Convert.ToHexString(_key.ExportParameters().D!), Convert.ToHexString(opened.ExportParameters().D!));
    }

    [Fact]
    public void The_private_key_is_not_among_the_bytes_and_no_two_seals_are_the_same()
    {
        byte[] bytes = _seal.Seal(681, _key);

        Assert.DoesNotContain(
            Convert.ToHexString(_key.ExportParameters().D!)[..16], Convert.ToHexString(bytes), StringComparison.Ordinal);
        Assert.NotEqual(bytes, _seal.Seal(681, _key));
    }

    [Fact]
    public void Bytes_of_which_one_was_changed_do_not_open()
    {
        byte[] bytes = _seal.Seal(681, _key);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.Null(_seal.Open(681, changed, out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(156)]
    [InlineData(158)]
    [InlineData(5000)]
    public void Bytes_of_another_length_do_not_open(int length)
    {
        byte[] bytes = _seal.Seal(681, _key);
        Assert.Equal(157, bytes.Length);

        Assert.Null(_seal.Open(681, [.. bytes.Take(length), .. new byte[Math.Max(0, length - bytes.Length)]], out _));
    }

    [Fact]
    public void The_key_of_one_generation_does_not_open_as_that_of_another() =>
        Assert.Null(_seal.Open(682, _seal.Seal(681, _key), out _));

    [Fact]
    public void A_key_opens_under_no_other_store_key_and_in_no_other_epoch()
    {
        byte[] bytes = _seal.Seal(681, _key);

        Assert.Null(new SigningKeySeal([KeyNodes.OtherStoreKey], "").Open(681, bytes, out _));
        Assert.Null(new SigningKeySeal([KeyNodes.StoreKey], "a").Open(681, bytes, out _));
        Assert.Equal("681", _seal.NameOf(681));
        Assert.Equal("a:681", new SigningKeySeal([KeyNodes.StoreKey], "a").NameOf(681));
    }

    [Fact]
    public void The_first_store_key_seals_and_all_that_are_accepted_open()
    {
        var both = new SigningKeySeal([KeyNodes.OtherStoreKey, KeyNodes.StoreKey], "");

        Assert.Equal(_key.KeyId, both.Open(681, _seal.Seal(681, _key), out bool isPresent)!.KeyId);
        Assert.False(isPresent);
        Assert.Null(_seal.Open(681, both.Seal(681, _key), out _));
    }

    [Fact]
    public void The_bytes_are_those_that_the_layout_names()
    {
        byte[] bytes = _seal.Seal(681, _key);
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, KeyNodes.StoreKey, 32, salt: null, [.. "SecureSessions signing 1"u8, 0]);
        byte[] plain = new byte[96];
        byte[] context = [.. bytes.Take(33), .. BitConverter.GetBytes(681L)];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(bytes.AsSpan(33, 12), bytes.AsSpan(45, 96), bytes.AsSpan(141), plain, context);

        Assert.Equal(_key.ExportParameters().D, plain[..32]);
        Assert.Equal(_key.KeyId, System.Buffers.Text.Base64Url.EncodeToString(bytes.AsSpan(1, 32)));
    }
}
