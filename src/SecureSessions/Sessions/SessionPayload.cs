namespace SecureSessions;

/// <summary>The sealed contents of a session: who is signed in, how and from where, and the values. Immutable.</summary>
internal sealed record SessionPayload
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> NoValues = [];

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
    internal sealed record StepUp(SessionAuthentication Authentication, DateTimeOffset Until);

    public SessionPayload WithValues(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) => this with { Values = values };
}
