using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// The users port on Redis: users' lists and devices and sixteen queues of deadlines, which are sorted sets, and histories, each a string.
/// </summary>
internal sealed class RedisSessionIndex(RedisClient client, RedisSettings settings) : ISecureSessionIndex
{
    /// <summary>How many deadlines of one queue are leased at once: as many as a node can process well within the lease.</summary>
    private const int LeaseSize = 100;

    private static readonly long Lease = RedisClock.ToMilliseconds(SecureSessionDefaults.DeadlineLease);
    private static readonly long Slack = RedisClock.ToMilliseconds(SecureSessionDefaults.ReservationPeriod);

    private readonly RedisKeys _keys = settings.Keys;

    public async ValueTask<IReadOnlyList<SessionId>> ReserveAsync(
        SessionReservation reservation, int? limit, CancellationToken cancellationToken)
    {
        // The deadline is stored first: every session that is listed is processed when its deadline comes, and is taken off the list again.
        RedisValue timeToLive = TimeToLive(reservation, from: reservation.CreatedAt);
        await EnqueueAsync(reservation, reservation.ExpiresAt, timeToLive);

        RedisReply overLimit = RedisReply.Of(await client.EvaluateAsync(
            RedisScript.Reserve, _keys.User(reservation.UserId), reservation.Id.ToString(), timeToLive, limit is { } most ? most : ""));
        return ToIds(overLimit);
    }

    public async ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        RedisReply listed = RedisReply.Of(await client.EvaluateAsync(RedisScript.List, _keys.User(userId)));
        var sessions = new List<IndexedSession>(listed.Count / 2);
        for (int i = 0; i < listed.Count; i += 2)
            sessions.Add(new IndexedSession(ToId(listed.Text(i)), RedisClock.FromMicroseconds(listed.Number(i + 1))));
        return sessions;
    }

    public async ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        if (ended is not null && settings.HistoryRetention > 0)
        {
            await client.EvaluateAsync(
                RedisScript.Remember,
                _keys.History(userId),
                IndexCodec.Encode(ended),
                ended.EndedAt.ToUnixTimeMilliseconds(),
                settings.HistoryRetention,
                SecureSessionDefaults.HistoryLength);
        }

        await client.EvaluateAsync(RedisScript.Remove, _keys.User(userId), id.ToString());
    }

    public async ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken)
    {
        if (settings.HistoryRetention == 0)
            return [];

        RedisReply reply = RedisReply.Of(await client.EvaluateAsync(RedisScript.History, _keys.History(userId), settings.HistoryRetention));
        var sessions = new List<EndedSession>(reply.Count);
        for (int i = 0; i < reply.Count; i++)
        {
            if (IndexCodec.TryDecode(reply.Bytes(i), out EndedSession? session))
                sessions.Add(session);
        }

        return sessions;
    }

    public async ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken)
    {
        if (settings.HistoryRetention == 0)
            return [];

        byte[] member = IndexCodec.Encode(device);
        RedisReply known = RedisReply.Of(await client.EvaluateAsync(
            RedisScript.Devices,
            _keys.Devices(userId),
            member,
            device.SignedInAt.ToUnixTimeMilliseconds(),
            IndexCodec.SizeOfName(device),
            settings.HistoryRetention,
            SecureSessionDefaults.MaxKnownDevices,
            Slack));
        var devices = new List<KnownDevice>(known.Count);
        for (int i = 0; i < known.Count; i++)
        {
            if (IndexCodec.TryDecode(known.Bytes(i), out KnownDevice? one))
                devices.Add(one);
        }

        return devices;
    }

    // The option may have been another one, under which there was a history.
    public async ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken)
    {
        await client.EvaluateAsync(RedisScript.ForgetHistory, _keys.History(userId));
        await client.EvaluateAsync(RedisScript.ForgetDevices, _keys.Devices(userId), Slack);
    }

    public async ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<SessionDeadline>>[] leases = [.. _keys.Queues.Select(LeaseDueAsync)];
        List<SessionDeadline> due = [];
        SecureSessionStoreException? failure = null;
        foreach (Task<IReadOnlyList<SessionDeadline>> lease in leases)
        {
            try
            {
                due.AddRange(await lease);
            }
            catch (SecureSessionStoreException exception)
            {
                failure = exception;
            }
        }

        // A queue that cannot be leased must not hold up the other queues: no other node gets the deadlines that are leased here until the
        // lease expires.
        return failure is null || due.Count > 0 ? due : throw failure;
    }

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken) =>
        EnqueueAsync(deadline.Session, until, TimeToLive(deadline.Session, from: deadline.Now));

    public async ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken) =>
        await client.EvaluateAsync(RedisScript.Remove, _keys.Queue(deadline.Session.Id), IndexCodec.Encode(deadline.Session));

    private async Task<IReadOnlyList<SessionDeadline>> LeaseDueAsync(RedisKey queue)
    {
        RedisReply leased = RedisReply.Of(await client.EvaluateAsync(RedisScript.Lease, queue, LeaseSize, Lease));
        DateTimeOffset leasedAt = leased.Time(0);
        RedisReply entries = leased.List(1);
        var deadlines = new List<SessionDeadline>(entries.Count / 2);
        for (int i = 0; i < entries.Count; i += 2)
        {
            // Deadlines that a newer version wrote are left to the nodes that run that version.
            if (!IndexCodec.TryDecode(entries.Bytes(i), out SessionReservation? session))
                continue;

            DateTimeOffset rememberedUntil = session.ExpiresAt.AddMilliseconds(settings.EndedSessionRetention);
            deadlines.Add(new SessionDeadline(session, entries.Time(i + 1), leasedAt, rememberedUntil));
        }

        return deadlines;
    }

    private async ValueTask EnqueueAsync(SessionReservation session, DateTimeOffset due, RedisValue timeToLive) =>
        await client.EvaluateAsync(
            RedisScript.Enqueue, _keys.Queue(session.Id), IndexCodec.Encode(session), due.ToUnixTimeMilliseconds(), timeToLive);

    /// <summary>
    /// How long a key must be kept, in milliseconds, so that the session is found in it until its tombstone is forgotten.
    /// </summary>
    private long TimeToLive(SessionReservation session, DateTimeOffset from) =>
        RedisClock.ToMilliseconds(session.AbsoluteExpiresAt - from) + settings.EndedSessionRetention + Slack;

    private static List<SessionId> ToIds(RedisReply members)
    {
        var ids = new List<SessionId>(members.Count);
        for (int i = 0; i < members.Count; i++)
            ids.Add(ToId(members.Text(i)));
        return ids;
    }

    private static SessionId ToId(string? text) => SessionId.TryParse(text, out SessionId id)
        ? id
        : throw new SecureSessionStoreException(
            "A user's list on Redis holds something else than session ids. Is KeyPrefix shared with another program?");
}
