using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>What a node knows of the keys in the store since it has last looked.</summary>
internal sealed record KnownSigningKeys
{
    /// <summary>The state of a node that has not looked yet.</summary>
    public static readonly KnownSigningKeys None = new() { Keys = [], LookedAt = default, TimeReadAt = default };

    public required IReadOnlyList<ManagedSigningKey> Keys { get; init; }

    /// <summary>The store's time at <see cref="TimeReadAt"/>; <see langword="null"/> if it is not known yet.</summary>
    public DateTimeOffset? StoreTime { get; init; }

    /// <summary>When the store's time was read.</summary>
    public required Moment TimeReadAt { get; init; }

    /// <summary>When the node has looked, with or without success.</summary>
    public required Moment LookedAt { get; init; }

    /// <summary>Why not all keys are known that are needed; <see langword="null"/> if all are.</summary>
    public SecureSessionStoreException? Fault { get; init; }

    /// <summary>Whether the fault is that a key does not open, and not that the store has failed.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>The store's time now, estimated without a call to the store.</summary>
    public DateTimeOffset? TimeBy(TimeProvider timeProvider) => StoreTime + timeProvider.GetElapsedTime(TimeReadAt.Timestamp);

    public ManagedSigningKey? Find(long generation) => Keys.FirstOrDefault(key => key.Generation == generation);

    /// <summary>Whether all keys are known that are published at a time.</summary>
    public bool Covers(DateTimeOffset? time) =>
        time is { } known && SigningKeyGeneration.PublishedAt(known).All(generation => Find(generation) is not null);

    public SigningCredentials? SigningAt(DateTimeOffset? time) =>
        time is { } known ? Find(SigningKeyGeneration.At(known))?.Key.Credentials : null;

    public IReadOnlyList<JsonWebKey> PublishedAt(DateTimeOffset? time) => time is { } known
        ? [.. SigningKeyGeneration.PublishedAt(known).Select(Find).OfType<ManagedSigningKey>().Select(static key => key.Key.PublicKey)]
        : [];

    /// <summary>What a caller is told that needs a key which is not known.</summary>
    public SecureSessionStoreException Failure() => Fault is { } fault
        ? new SecureSessionStoreException(fault.Message, fault)
        : new SecureSessionStoreException("The signing keys are not known yet. Send the request again.");

    /// <summary>A moment by both clocks of a node: one of them stands still while a machine is suspended, the other may be set.</summary>
    internal readonly record struct Moment(long Timestamp, DateTimeOffset WallClock)
    {
        public static Moment By(TimeProvider timeProvider) => new(timeProvider.GetTimestamp(), timeProvider.GetUtcNow());

        /// <summary>How long ago it was, by the clock that says more.</summary>
        public TimeSpan AgeBy(TimeProvider timeProvider)
        {
            TimeSpan elapsed = timeProvider.GetElapsedTime(Timestamp);
            TimeSpan wall = timeProvider.GetUtcNow() - WallClock;
            return wall > elapsed ? wall : elapsed;
        }
    }
}
