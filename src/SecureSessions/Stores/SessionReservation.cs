namespace SecureSessions;

/// <summary>A session of a user that is about to be created.</summary>
/// <param name="Id">The id.</param>
/// <param name="UserId">The user.</param>
/// <param name="CreatedAt">When the session begins, by the store's clock, in whole milliseconds.</param>
/// <param name="ExpiresAt">When it ends unless there is activity before, in whole milliseconds. Never after the last deadline.</param>
/// <param name="AbsoluteExpiresAt">Its last deadline, in whole milliseconds.</param>
public sealed record SessionReservation(
    SessionId Id, string UserId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset AbsoluteExpiresAt)
{
    /// <summary>What lists of the user's sessions show of it; for the history, should nothing else be left of the session.</summary>
    /// <value>Default: empty.</value>
    public ReadOnlyMemory<byte> Label { get; init; }
}
