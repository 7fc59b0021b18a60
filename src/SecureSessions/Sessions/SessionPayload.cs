namespace SecureSessions;

/// <summary>What is sealed: who is signed in, and the values. Immutable.</summary>
internal sealed class SessionPayload
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> NoValues = [];

    public static SessionPayload Empty { get; } = new() { Values = NoValues };

    /// <summary>The signed-in user; the truth, of which the store's label is a copy.</summary>
    public string? UserId { get; init; }

    /// <summary>The authentication ticket, as the framework serializes it; empty if nobody is signed in.</summary>
    public ReadOnlyMemory<byte> Ticket { get; init; }

    /// <summary>Whether the cookie of this session outlives the browser.</summary>
    public bool PersistentCookie { get; init; }

    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values { get; init; }

    public SessionPayload WithValues(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) =>
        new() { UserId = UserId, Ticket = Ticket, PersistentCookie = PersistentCookie, Values = values };
}
