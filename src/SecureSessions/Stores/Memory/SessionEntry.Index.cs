namespace SecureSessions;

internal sealed partial class SessionEntry
{
    /// <summary>The deadline that it has or had.</summary>
    public long Deadline => IdleExpiresAt;

    /// <summary>Whether it is on its user's list.</summary>
    public bool IsListed => UserId is not null && PeerLinks.Linked && !HasLeftList;

    /// <summary>Whether it has ended and come off its user's list, so that it counts among the tombstones of its user.</summary>
    public bool HasLeftList { get; set; }

    /// <summary>Whether it has ended on its user's list, and those who look after ended sessions do not know yet.</summary>
    public bool AwaitsCare => IsEnded && IsListed && !IsHandedOver;

    /// <summary>Keeps the tombstone for as long as if the session had ended now.</summary>
    public void KeepTombstone(long now) => _tombstone!.KeepUntil(SessionTombstone.KeptAfter(now));

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
