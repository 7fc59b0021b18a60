namespace SecureSessions;

/// <summary>What is sealed: who is signed in, how, from where, and the values. Immutable.</summary>
internal sealed record SessionPayload
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> NoValues = [];

    public static SessionPayload Empty { get; } = new() { Values = NoValues };

    /// <summary>The signed-in user; the truth, of which the store's label is a copy.</summary>
    public string? UserId { get; init; }

    /// <summary>The authentication ticket, as the framework serializes it; empty if nobody is signed in.</summary>
    public ReadOnlyMemory<byte> Ticket { get; init; }

    /// <summary>Whether the cookie of this session outlives the browser.</summary>
    public bool PersistentCookie { get; init; }

    /// <summary>How the user signed in; <see langword="null"/> if nobody is signed in.</summary>
    public SessionAuthentication? Authentication { get; init; }

    /// <summary>The last step-up, which may have lapsed.</summary>
    public SessionPayload.StepUp? Elevation { get; init; }

    /// <summary>Whether something suspicious happened since the last authentication, so that none counts as fresh.</summary>
    public bool NeedsStepUp { get; init; }

    /// <summary>From where the session was used, the present one last.</summary>
    public IReadOnlyList<SessionClient> Clients { get; init; } = [];

    /// <summary>
    /// The key of the session's form tokens, once a renewal has changed the secret that it was derived from; empty before, and after a
    /// regeneration.
    /// </summary>
    public ReadOnlyMemory<byte> FormKey { get; init; }

    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values { get; init; }

    /// <summary>A step-up: a further authentication within a session, which counts for a while.</summary>
    /// <param name="Authentication">The further authentication.</param>
    /// <param name="Until">When it lapses.</param>
    internal sealed record StepUp(SessionAuthentication Authentication, DateTimeOffset Until);

    public SessionPayload WithValues(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) => this with { Values = values };
}
