namespace SecureSessions.Redis;

// The answers of the scripts, in the order in which they give them.
internal sealed partial class RedisSessionStore
{
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
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static SessionRecord ToRecord(SessionId id, RedisReply reply) => new()
    {
        Id = id,
        Version = reply.Number(0),
        UserId = reply.Text(1),
        CreatedAt = reply.Time(2),
        LastSeenAt = reply.Time(3),
        IdleExpiresAt = reply.Time(4),
        AbsoluteExpiresAt = reply.Time(5),
        SecretIssuedAt = reply.Time(6),
        RenewalUnderWay = reply.Number(7) == 1,
        Payload = reply.Bytes(8),
        Successor = reply.Bytes(9),
    };

    private static SessionSummary ToSummary(SessionId id, RedisReply reply)
    {
        string? userId = reply.Text(2);
        long reason = reply.Number(7);
        return new SessionSummary
        {
            Id = id,
            Now = reply.Time(0),
            Version = reply.Number(1),
            UserId = userId,
            CreatedAt = reply.Time(3),
            LastSeenAt = reply.Time(4),
            IdleExpiresAt = reply.Time(5),
            AbsoluteExpiresAt = reply.Time(6),
            End = reason == 0 ? null : new SessionEnd(userId, (SessionEndReason)reason, reply.Time(8), FirstReport: false),
        };
    }
}
