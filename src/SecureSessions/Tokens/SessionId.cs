using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>The public name of a session: 128 random bits, written as 22 base64url characters.</summary>
/// <remarks>
/// A session id proves nothing: it may be logged, listed and shown to its user. What proves a session is the secret
/// that travels beside it in the cookie and is never stored. Source: OWASP ASVS 7.2.3 (at least 128 bits from a CSPRNG).
/// In JSON it is its text.
/// </remarks>
[JsonConverter(typeof(SessionIdJsonConverter))]
public readonly struct SessionId : IEquatable<SessionId>
{
    /// <summary>The number of bytes of an id.</summary>
    /// <value>16.</value>
    public const int Size = 16;

    /// <summary>The number of characters of an id's text.</summary>
    /// <value>22.</value>
    public const int TextLength = 22;

    private readonly ulong _high;
    private readonly ulong _low;

    private SessionId(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>Reads an id from its 16 bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Size"/> bytes.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> has another length.</exception>
    public static SessionId FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A session id has {Size} bytes, not {bytes.Length}.", nameof(bytes));

        return new SessionId(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>Reads an id from its text; only the canonical form is accepted.</summary>
    /// <param name="text">22 base64url characters.</param>
    /// <param name="id">The id, if the text was one.</param>
    /// <returns>Whether the text was an id.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionId id)
    {
        id = default;
        if (text.Length != TextLength)
            return false;

        Span<byte> bytes = stackalloc byte[Size];
        if (!Base64UrlText.TryDecodeExactly(text, bytes))
            return false;

        id = FromBytes(bytes);
        return true;
    }

    /// <summary>Writes the 16 bytes of the id.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
    }

    /// <summary>The id as 22 base64url characters.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(SessionId other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    /// <inheritdoc/>
    /// <remarks>The bits are random already, and only ids that this library drew are ever inserted anywhere: no mixing is needed.</remarks>
    public override int GetHashCode() => (int)_low;

    /// <summary>Whether two ids are the same.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">Another id.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">Another id.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);
}
