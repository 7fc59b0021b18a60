namespace SecureSessions;

/// <summary>The facts of a record that a seal binds, so that records can neither be swapped nor rolled back nor relabelled nor prolonged.</summary>
internal readonly record struct SealContext(
    SessionId Id, long Version, string? UserId, DateTimeOffset CreatedAt, DateTimeOffset AbsoluteExpiresAt, TimeSpan IdleTimeout)
{
    public static SealContext Of(SessionRecord record) =>
        new(record.Id, record.Version, record.UserId, record.CreatedAt, record.AbsoluteExpiresAt, record.IdleTimeout);

    public SealContext Next() => this with { Version = Version + 1 };
}
