using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

/// <summary>The sealed contents of a session: who is signed in, how and from where, and the values. Immutable.</summary>
internal sealed record SessionPayload
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> NoValues = [];

    // A payload serves all requests of a burst: the ticket is read once, and each of them gets a copy.
    private ReadTicket? _readTicket;

    public static SessionPayload Empty { get; } = new() { Values = NoValues };

    /// <summary>The signed-in user. The user id in the store's record is only a copy.</summary>
    public string? UserId { get; init; }

    /// <summary>The authentication ticket, as the framework serializes it; empty if nobody is signed in.</summary>
    public ReadOnlyMemory<byte> Ticket { get; init; }

    /// <summary>Whether the cookie of this session outlives the browser.</summary>
    public bool PersistentCookie { get; init; }

    /// <summary>How the user signed in; <see langword="null"/> if nobody is signed in.</summary>
    public SessionAuthentication? Authentication { get; init; }

    /// <summary>The last step-up, which may no longer count.</summary>
    public SessionPayload.StepUp? Elevation { get; init; }

    /// <summary>Whether a signal of trouble demands a step-up: until then no authentication counts as fresh.</summary>
    public bool NeedsStepUp { get; init; }

    /// <summary>The clients that the session was used from, the present one last.</summary>
    public IReadOnlyList<SessionClient> Clients { get; init; } = [];

    /// <summary>
    /// The key of the session's form tokens. It is stored once a renewal has changed the secret that the key was derived from; it is empty
    /// before the first renewal and after a regeneration.
    /// </summary>
    public ReadOnlyMemory<byte> FormKey { get; init; }

    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values { get; init; }

    /// <summary>A step-up: a further authentication within a session, which counts for a while.</summary>
    /// <param name="Authentication">The further authentication.</param>
    /// <param name="Until">When the step-up stops counting.</param>
    internal sealed record StepUp(SessionAuthentication Authentication, DateTimeOffset Until)
    {
        /// <summary>A step-up that counts for a lifetime, and not beyond the end of its session.</summary>
        public static StepUp For(SessionAuthentication authentication, TimeSpan lifetime, DateTimeOffset end) =>
            new(authentication, lifetime < end - authentication.At ? authentication.At + lifetime : end);
    }

    private sealed record ReadTicket(ReadOnlyMemory<byte> Bytes, AuthenticationTicket? Ticket);

    /// <summary>
    /// Reads the ticket; the caller may change it. Returns <see langword="null"/> if another version of the framework wrote it, in another
    /// format.
    /// </summary>
    public AuthenticationTicket? CopyTicket()
    {
        // A payload that was made from this one with another ticket has a copy of the field, too.
        if (_readTicket is not { } read || !read.Bytes.Equals(Ticket))
            _readTicket = read = new ReadTicket(Ticket, TicketCodec.Read(Ticket));
        return read.Ticket?.Clone();
    }

    public SessionPayload WithValues(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) => this with { Values = values };
}
