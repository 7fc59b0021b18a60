namespace SecureSessions;

internal sealed partial class SessionEntry
{
    /// <summary>The deadline that it has or had.</summary>
    public long Deadline => IdleExpiresAt;

    /// <summary>The session as it was reserved, for whoever looks after its end.</summary>
    public SessionReservation HandOver()
    {
        IsHandedOver = true;
        return new SessionReservation(
            Id, UserId!, ToInstant(_createdAt), ToInstant(Math.Min(_createdAt + _idleTimeout, _absoluteExpiresAt)), ToInstant(_absoluteExpiresAt))
        {
            Label = Label,
        };
    }
}
