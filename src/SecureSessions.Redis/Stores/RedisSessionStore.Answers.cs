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
            _ => throw RedisReply.Unexpected(),
        };
    }

    private static SessionRecord ToRecord(SessionId id, RedisReply reply)
    {
        var facts = new SessionFacts(reply.Bytes(0));
        return new SessionRecord
        {
            Id = id,
            Version = facts.Version,
            UserId = reply.Text(1),
            CreatedAt = facts.CreatedAt,
            LastSeenAt = facts.LastSeenAt,
            IdleExpiresAt = facts.IdleExpiresAt,
            IdleTimeout = facts.IdleTimeout,
            AbsoluteExpiresAt = facts.AbsoluteExpiresAt,
            SecretIssuedAt = facts.SecretIssuedAt,
            RenewalUnderWay = reply.Number(2) == 1,
            RefreshMark = facts.RefreshMark,
            PrivilegeChanges = facts.PrivilegeChanges,
            Payload = reply.Bytes(3),
            Successor = reply.Bytes(4),
        };
    }

    private static SessionSummary ToSummary(SessionId id, RedisReply reply)
    {
        var facts = new SessionFacts(reply.Bytes(1));
        string? userId = reply.Text(2);
        return new SessionSummary
        {
            Id = id,
            Now = reply.Time(0),
            UserId = userId,
            Version = facts.EndReason is null ? facts.Version : 0,
            CreatedAt = facts.CreatedAt,
            LastSeenAt = facts.LastSeenAt,
            IdleExpiresAt = facts.IdleExpiresAt,
            AbsoluteExpiresAt = facts.AbsoluteExpiresAt,
            PrivilegeChanges = facts.PrivilegeChanges,
            Label = reply.Bytes(3),
            End = facts.EndReason is { } reason ? new SessionEnd(userId, reason, facts.EndedAt, FirstReport: false) : null,
        };
    }
}
