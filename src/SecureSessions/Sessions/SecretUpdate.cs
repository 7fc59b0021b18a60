namespace SecureSessions;

/// <summary>What a <see cref="SessionUpdate"/> does to the secret.</summary>
internal enum SecretUpdate
{
    None,

    /// <summary>On a timer: pending until the browser has used the new one.</summary>
    Renewal,

    /// <summary>On a change of privilege: all before it are dead at once.</summary>
    Regeneration,
}
