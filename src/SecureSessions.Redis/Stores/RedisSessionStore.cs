using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Sessions on Redis: one hash a session, one script a call, Redis' own clock.</summary>
internal sealed partial class RedisSessionStore(RedisClient client, RedisSettings settings) : ISecureSessionStore
{
    /// <summary>A create may arrive that far away from its instant, in both directions.</summary>
    private static readonly RedisValue Window = RedisClock.ToMilliseconds(SecureSessionDefaults.CreateWindow);

    private static readonly RedisValue Formats = SealedPayload.ReadableFormats.ToArray();

    // An end may come before the create that it bars by the window, and the create may be late by it too.
    private readonly RedisValue _barredFor = Math.Max(settings.EndedSessionRetention, 3 * RedisClock.ToMilliseconds(SecureSessionDefaults.CreateWindow));
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
        ToFindResult(id, RedisReply.Of(await client.EvaluateAsync(RedisScript.Find, _keys.Session(id), _retention, ToBytes(hash), (int)mode, Formats)));

    public async ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken)
    {
        RedisReply reply = RedisReply.Of(await client.EvaluateAsync(RedisScript.Peek, _keys.Session(id), _retention));
        return reply.Count == 0 ? null : ToSummary(id, reply);
    }

    public async ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        (ReplaceStatus)RedisReply.NumberOf(await client.EvaluateAsync(RedisScript.Replace, _keys.Session(replacement.Id), ToArguments(replacement)));

    public async ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken)
    {
        RedisReply reply = RedisReply.Of(await client.EvaluateAsync(
            RedisScript.End, _keys.Session(id), _retention, (int)reason, expectedVersion is { } version ? version : "", _barredFor, _keys.Channel, id.ToString()));
        var status = (EndStatus)reply.Number(0);
        return new EndResult(status, status == EndStatus.Absent ? null : ToSummary(id, reply.From(1)));
    }

    public async ValueTask<MarkStatus> MarkAsync(SessionId id, CancellationToken cancellationToken) =>
        (MarkStatus)RedisReply.NumberOf(await client.EvaluateAsync(RedisScript.Mark, _keys.Session(id), _retention, _keys.Channel, id.ToString()));

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
            { Grace: { } grace } renewal => [.. common, ToBytes(renewal.Hash), renewal.Successor.ToArray(), RedisClock.ToMilliseconds(grace)],
            var regeneration => [.. common, ToBytes(regeneration.Hash), "", "", _keys.Channel, replacement.Id.ToString()],
        };
    }

    private static byte[] ToBytes(in SecretHash hash)
    {
        byte[] bytes = new byte[SecretHash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }
}
