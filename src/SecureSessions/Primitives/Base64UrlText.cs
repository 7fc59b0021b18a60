using System.Buffers;
using System.Buffers.Text;

namespace SecureSessions;

/// <summary>Strict base64url: the alphabet of RFC 4648 section 5, no padding, no white space, one text for one value.</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Decodes text that must fill <paramref name="destination"/> exactly and be the canonical form of what it says.</summary>
    public static bool TryDecodeExactly(ReadOnlySpan<char> text, Span<byte> destination)
    {
        // The framework's decoder skips white space and accepts padding, so the alphabet is checked first.
        if (text.Length != Base64Url.GetEncodedLength(destination.Length) || text.ContainsAnyExcept(Alphabet))
            return false;

        OperationStatus status = Base64Url.DecodeFromChars(text, destination, out int consumed, out int written);
        if (status != OperationStatus.Done || consumed != text.Length || written != destination.Length)
            return false;

        // Unused trailing bits must be zero (RFC 4648 section 3.5); 48 bytes have none, an id of 16 has four.
        return destination.Length % 3 == 0 || IsCanonical(text, destination);
    }

    private static bool IsCanonical(ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes)
    {
        Span<char> canonical = stackalloc char[text.Length];
        return Base64Url.EncodeToChars(bytes, canonical) == text.Length && canonical.SequenceEqual(text);
    }
}
