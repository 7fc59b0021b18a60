namespace SecureSessions;

/// <summary>Which secret a renewal replaces, and when a store answers it <see cref="ReplaceStatus.Conflict"/>.</summary>
public enum RenewalMode
{
    /// <summary>Replaces the current secret. Refused while another renewal is pending, or while its grace runs.</summary>
    Timed = 0,

    /// <summary>
    /// Replaces the current secret before the grace of the renewal before is over: the secret that is in its grace is spent at once.
    /// Refused while a renewal is pending.
    /// </summary>
    Early = 1,

    /// <summary>
    /// Takes the place of a renewal that is pending: the replaced secret stays good, as the one that the new secret replaces, and the
    /// secret that nobody has used is spent. Refused unless a renewal is pending.
    /// </summary>
    Superseding = 2,
}
