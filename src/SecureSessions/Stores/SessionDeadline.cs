namespace SecureSessions;

/// <summary>A deadline that a node has taken charge of.</summary>
/// <param name="Session">The session, as it was reserved.</param>
/// <param name="DueAt">The deadline as far as it was known; the session may have been active since.</param>
/// <param name="Now">The store's time when it was handed out.</param>
/// <param name="RememberedUntil">Until when, at least, the store would know of the session if it had ever been created.</param>
public sealed record SessionDeadline(SessionReservation Session, DateTimeOffset DueAt, DateTimeOffset Now, DateTimeOffset RememberedUntil);
