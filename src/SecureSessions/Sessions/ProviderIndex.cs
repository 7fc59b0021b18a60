using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>
/// Finds sessions by the session at an identity provider that they began from. Each such name has a list of its own, as a user has, with an
/// entry for each session. An entry is a record without secret or payload, and lives until the absolute deadline of its session.
/// </summary>
internal sealed class ProviderIndex(StoreGateway store, SessionPolicy policy)
{
    // The id of an entry is the session's id under this mask: each can be computed from the other, and no token opens the entry.
    private static readonly byte[] Mask = SHA256.HashData("SecureSessions provider entry 1"u8)[..SessionId.Size];

    /// <summary>Lists a session that is about to be created.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; the entries that were written end with their deadline.</exception>
    public async ValueTask AddAsync(ProviderSession provider, SessionStart start)
    {
        foreach (string key in policy.IndexProviderSessions ? provider.Keys() : [])
            await AddAsync(key, start);
    }

    /// <summary>The sessions of a name, living or not, and those whose sign-in is under way.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<IReadOnlyList<SessionId>> ListAsync(string key) =>
        [.. (await store.ListAsync(key)).Select(entry => Masked(entry.Id, key))];

    /// <summary>Removes the entry of a session that has ended.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask RemoveAsync(string key, SessionId session)
    {
        SessionId entry = Masked(session, key);
        await store.EndAsync(entry, SessionEndReason.Replaced, expectedVersion: null);
        await store.RemoveAsync(key, entry, ended: null);
    }

    private async ValueTask AddAsync(string key, SessionStart start)
    {
        SessionId entry = Masked(start.Token.Id, key);
        var reservation = new SessionReservation(entry, key, start.CreatedAt, start.AbsoluteExpiresAt, start.AbsoluteExpiresAt);
        IReadOnlyList<SessionId> surplus = await store.ReserveAsync(reservation, policy.MaxSessionsPerUser);
        await store.CreateAsync(new NewSession
        {
            Id = entry,
            Hash = SecretHash.FromBytes(RandomNumberGenerator.GetBytes(SecretHash.Size)),
            UserId = key,
            CreatedAt = start.CreatedAt,
            AbsoluteExpiresAt = start.AbsoluteExpiresAt,
            IdleTimeout = start.AbsoluteExpiresAt - start.CreatedAt,
            Payload = default,
        });

        // A user who signs in and out over and over must not fill the store. Entries of living sessions stay.
        foreach (SessionId old in surplus)
        {
            SessionId session = Masked(old, key);
            if (await store.PeekAsync(session) is not { End: null })
                await RemoveAsync(key, session);
        }
    }

    private static SessionId Masked(SessionId id, string key)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.CopyTo(bytes);
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] ^= Mask[i];

        // The two lists of a session have different entries.
        bytes[0] ^= ProviderSession.IsSubjectKey(key) ? (byte)1 : (byte)0;
        return SessionId.FromBytes(bytes);
    }
}
