using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>
/// Keys that the nodes make themselves, one a generation, and keep in the store under the store key. The first node that needs a key brings
/// one, and all get the one that the store has kept: so no node waits for another, and no list has to agree.
/// </summary>
/// <remarks>
/// A node looks every five minutes, in the course of a request, and brings what it knows. So a store that has lost its data gets the same
/// keys again, and nodes that were given different ones by a store that has lost its last write soon have the same. While the store fails,
/// a node goes on with the keys that it knows, and the next one is known two days before it signs.
/// </remarks>
internal sealed class ManagedSigningKeys(
    StoreGateway store, SigningKeySeal seal, TimeProvider timeProvider, ILogger<ManagedSigningKeys> logger) : ISigningKeys
{
    public static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(5);

    /// <summary>How soon a node looks again after a failure, unless it cannot sign at all.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    // After a pause as long as this the keys may have changed, and the first request waits for what the store says.
    private static readonly TimeSpan LongPause = TimeSpan.FromHours(1);

    private const string Unreadable =
        "A signing key of tokens in the store does not open: it was sealed under another StoreKey, or was changed. Set the StoreKey of "
        + "the other nodes, or add it to AcceptedStoreKeys. If that key has leaked, set another SigningEpoch on all nodes.";

    private readonly Lock _lock = new();
    private volatile KnownSigningKeys _known = KnownSigningKeys.None;
    private Task _look = Task.CompletedTask;

    public async ValueTask<SigningCredentials> GetSigningAsync()
    {
        KnownSigningKeys known = await GetAsync();
        return known.SigningAt(known.TimeBy(timeProvider)) ?? throw known.Failure();
    }

    public async ValueTask<IReadOnlyList<JsonWebKey>> GetVerifyingAsync()
    {
        KnownSigningKeys known = await GetAsync();
        return known.PublishedAt(known.TimeBy(timeProvider)) is { Count: > 0 } keys ? keys : throw known.Failure();
    }

    public async ValueTask<string?> FindFaultAsync()
    {
        KnownSigningKeys known = await GetAsync();
        return known.IsUnreadable || known.SigningAt(known.TimeBy(timeProvider)) is null ? known.Failure().Message : null;
    }

    private async ValueTask<KnownSigningKeys> GetAsync()
    {
        KnownSigningKeys known = _known;
        if (IsFresh(known))
            return known;

        Task look = LookOnceAsync();
        if (!known.Covers(known.TimeBy(timeProvider)) || known.TimeReadAt.AgeBy(timeProvider) >= LongPause)
            await look;
        return _known;
    }

    // A key that is to be published is looked for at once. While the store fails it is looked for now and then, unless nothing can be
    // signed: then every request asks the store anew, as it does for its session.
    private bool IsFresh(KnownSigningKeys known) =>
        known.LookedAt.AgeBy(timeProvider) < (known.Fault is null ? LookInterval : RetryInterval)
        && (known.Fault is null
            ? known.Covers(known.TimeBy(timeProvider))
            : known.IsUnreadable || known.SigningAt(known.TimeBy(timeProvider)) is not null);

    /// <summary>Looks once for all requests that want to know.</summary>
    private Task LookOnceAsync()
    {
        lock (_lock)
        {
            if (!_look.IsCompleted || IsFresh(_known))
                return _look;

            // It belongs to no request, and outlives the one that has begun it.
            using (ExecutionContext.SuppressFlow())
                return _look = Task.Run(LookAsync);
        }
    }

    private async Task LookAsync()
    {
        KnownSigningKeys known = _known;
        List<ManagedSigningKey> keys = [.. known.Keys];
        known = known with { Keys = keys, Fault = null, IsUnreadable = false };
        try
        {
            DateTimeOffset now = await store.GetTimeAsync();
            known = known with { StoreTime = now, TimeReadAt = KnownSigningKeys.Moment.By(timeProvider) };
            if (!await ReadAsync(now, keys))
                known = known with { Fault = new SecureSessionStoreException(Unreadable), IsUnreadable = true };
        }
        catch (SecureSessionStoreException exception)
        {
            // Reported by the gateway.
            known = known with { Fault = exception };
        }

        _known = known with { LookedAt = KnownSigningKeys.Moment.By(timeProvider) };
    }

    /// <returns>Whether all keys open. The first that does not is the last that is asked for: a node with another store key must not bring
    /// the others a next key that they cannot open.</returns>
    private async ValueTask<bool> ReadAsync(DateTimeOffset now, List<ManagedSigningKey> keys)
    {
        keys.RemoveAll(key => now >= SigningKeyGeneration.EndOf(key.Generation));
        foreach (long generation in SigningKeyGeneration.PublishedAt(now))
        {
            ManagedSigningKey? known = keys.Find(key => key.Generation == generation);
            if (await GetOrAddAsync(generation, known) is not { } key)
            {
                Log.SigningKeyUnreadable(logger, seal.NameOf(generation), Unreadable);
                return false;
            }

            if (known is not null)
                keys.Remove(known);
            keys.Add(key);
        }

        return true;
    }

    /// <returns>The key that the store keeps; <see langword="null"/> if it does not open.</returns>
    private async ValueTask<ManagedSigningKey?> GetOrAddAsync(long generation, ManagedSigningKey? known)
    {
        ReadOnlyMemory<byte> candidate = known?.Kept ?? seal.Seal(generation, SessionSigningKey.Create());
        ReadOnlyMemory<byte> kept = await GetOrAddAsync(generation, candidate, replaces: default);
        if (known is not null && kept.Span.SequenceEqual(known.Kept.Span))
            return known;

        SessionSigningKey? key = seal.Open(generation, kept.Span, out bool isPresent);
        if (key is null)
            return null;

        // So a store key that is being replaced can be given up as soon as its sessions are over. Another node may have done it meanwhile;
        // what it has put there is looked at the next time.
        if (!isPresent)
        {
            ReadOnlyMemory<byte> anew = seal.Seal(generation, key);
            await GetOrAddAsync(generation, anew, replaces: kept);
            kept = anew;
        }

        if (known?.Key.KeyId == key.KeyId)
            return known with { Kept = kept };

        Log.SigningKeyLearned(logger, key.KeyId, seal.NameOf(generation), SigningKeyGeneration.BeginOf(generation));
        return new ManagedSigningKey(generation, key, kept);
    }

    private async ValueTask<ReadOnlyMemory<byte>> GetOrAddAsync(
        long generation, ReadOnlyMemory<byte> candidate, ReadOnlyMemory<byte> replaces) =>
        (await store.GetOrAddSigningKeyAsync(new StoredSigningKey
        {
            Name = seal.NameOf(generation),
            Bytes = candidate,
            ExpiresAt = SigningKeyGeneration.EndOf(generation),
            Replaces = replaces,
        })).Bytes;
}
