using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Sessions on Redis: one string for each session, one script for each call, and the clock of Redis.</summary>
internal sealed class RedisSessionStore(RedisClient client, RedisSettings settings) : ISecureSessionStore
{
    /// <summary>The maxmemory policy under which Redis evicts nothing. The store keeps its promises only under this policy.</summary>
    private const string NoEviction = "noeviction";

    /// <summary>How far the time of Redis may be from the creation time that a create names, in both directions.</summary>
    private static readonly RedisValue Window = RedisClock.ToMilliseconds(SecureSessionDefaults.CreateWindow);

    private static readonly RedisValue Formats = SealedPayload.ReadableFormats.ToArray();

    // An end may come before the create that it bars, by the window, and the create may be late by the window as well.
    private readonly RedisValue _barredFor =
        Math.Max(settings.EndedSessionRetention, 3 * RedisClock.ToMilliseconds(SecureSessionDefaults.CreateWindow));
    private readonly RedisValue _retention = settings.EndedSessionRetention;
    private readonly RedisKeys _keys = settings.Keys;

    public async ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        DateTimeOffset.FromUnixTimeMilliseconds(RedisClock.ToMilliseconds(await client.EvaluateOnAnyAsync(RedisScript.Time, _keys.Queues)));

    public async ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        (CreateStatus)RedisReply.NumberOf(await client.EvaluateAsync(
            RedisScript.Create,
            _keys.Session(session.Id),
            _retention,
            Window,
            session.CreatedAt.ToUnixTimeMilliseconds(),
            session.AbsoluteExpiresAt.ToUnixTimeMilliseconds(),
            RedisClock.ToMilliseconds(session.IdleTimeout),
            ToBytes(session.Hash),
            session.Payload.ToArray(),
            session.UserId ?? "",
            session.Label.ToArray()));

    public async ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        ToFindResult(
            id,
            RedisReply.Of(await client.EvaluateAsync(
                RedisScript.Find, _keys.Session(id), _retention, ToBytes(hash), (int)mode, Formats)));

    public async ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken)
    {
        RedisReply reply = RedisReply.Of(await client.EvaluateAsync(RedisScript.Peek, _keys.Session(id), _retention));
        return reply.Count == 0 ? null : ToSummary(id, reply);
    }

    public async ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        (ReplaceStatus)RedisReply.NumberOf(
            await client.EvaluateAsync(RedisScript.Replace, _keys.Session(replacement.Id), ToArguments(replacement)));

    public async ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken)
    {
        RedisReply reply = RedisReply.Of(await client.EvaluateAsync(
            RedisScript.End,
            _keys.Session(id),
            _retention,
            (int)reason,
            expectedVersion is { } version ? version : "",
            _barredFor,
            _keys.Channel,
            id.ToString()));
        var status = (EndStatus)reply.Number(0);
        return new EndResult(status, status == EndStatus.Absent ? null : ToSummary(id, reply.From(1)));
    }

    public async ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        (MarkStatus)RedisReply.NumberOf(
            await client.EvaluateAsync(
                RedisScript.Mark, _keys.Session(id), _retention, reauthenticate ? 1 : 0, _keys.Channel, id.ToString()));

    public async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken) =>
        ToHealth(RedisReply.TextOf(await client.EvaluateOnAnyAsync(RedisScript.Policy, _keys.Queues)));

    private RedisValue[] ToArguments(SessionReplacement replacement)
    {
        RedisValue version = replacement.ExpectedVersion;
        RedisValue payload = replacement.Payload.ToArray();
        RedisValue[] common = replacement.Label is { } label
            ? [_retention, version, payload, replacement.SeenRefreshMark, 1, label.ToArray()]
            : [_retention, version, payload, replacement.SeenRefreshMark, 0, ""];
        return replacement.Secret switch
        {
            null => [.. common, ""],
            { Grace: { } grace } renewal =>
                [.. common, ToBytes(renewal.Hash), renewal.Successor.ToArray(), RedisClock.ToMilliseconds(grace), (int)renewal.Mode],
            var regeneration => [.. common, ToBytes(regeneration.Hash), "", "", _keys.Channel, replacement.Id.ToString()],
        };
    }

    // The elements are read in the order in which Find.lua returns them.
    private static FindResult ToFindResult(SessionId id, RedisReply reply)
    {
        var status = (FindStatus)reply.Number(0);
        DateTimeOffset now = reply.Time(1);
        return status switch
        {
            FindStatus.Current or FindStatus.Pending or FindStatus.Grace => FindResult.Found(status, ToRecord(id, reply.From(2)), now),
            FindStatus.Spent => FindResult.Spent(reply.Time(2), now),
            FindStatus.Ended => FindResult.Ended(
                new SessionEnd(reply.Text(2), (SessionEndReason)reply.Number(3), reply.Time(4), FirstReport: reply.Number(5) == 1), now),
            FindStatus.WrongSecret => FindResult.WrongSecret(now),
            FindStatus.Unknown => FindResult.Unknown(now),
            _ => throw RedisReply.Unexpected(),
        };
    }

    private static SessionRecord ToRecord(SessionId id, RedisReply reply)
    {
        var session = new PackedSession(reply.Bytes(1));
        return new SessionRecord
        {
            Id = id,
            Version = session.Version,
            UserId = session.UserId,
            CreatedAt = session.CreatedAt,
            LastSeenAt = session.LastSeenAt,
            ExpiresAt = session.ExpiresAt,
            IdleTimeout = session.IdleTimeout,
            AbsoluteExpiresAt = session.AbsoluteExpiresAt,
            SecretIssuedAt = session.SecretIssuedAt,
            RenewalUnderWay = reply.Number(0) == 1,
            RefreshMark = session.RefreshMark,
            Reauthenticate = session.Reauthenticate,
            PrivilegeChanges = session.PrivilegeChanges,
            Payload = session.Payload,
            Successor = session.Successor,
        };
    }

    private static SessionSummary ToSummary(SessionId id, RedisReply reply)
    {
        var session = new PackedSession(reply.Bytes(1));
        return new SessionSummary
        {
            Id = id,
            Now = reply.Time(0),
            UserId = session.UserId,
            Version = session.EndReason is null ? session.Version : 0,
            CreatedAt = session.CreatedAt,
            LastSeenAt = session.LastSeenAt,
            ExpiresAt = session.ExpiresAt,
            AbsoluteExpiresAt = session.AbsoluteExpiresAt,
            PrivilegeChanges = session.PrivilegeChanges,
            Label = session.Label,
            End = session.EndReason is { } reason ? new SessionEnd(session.UserId, reason, session.EndedAt, FirstReport: false) : null,
        };
    }

    // Not every server that speaks the protocol of Redis has such a policy.
    private static StoreHealth ToHealth(string? policy) => policy switch
    {
        null => new StoreHealth(IsSound: true, "Redis answers, and names no maxmemory-policy."),
        NoEviction => new StoreHealth(IsSound: true, "Redis answers and evicts nothing."),
        _ => new StoreHealth(
            IsSound: false,
            $"Redis has maxmemory-policy {policy}: once its memory is full it throws sessions away, ended ones included. "
            + $"Set {NoEviction}."),
    };

    private static byte[] ToBytes(in SecretHash hash)
    {
        byte[] bytes = new byte[SecretHash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }
}
