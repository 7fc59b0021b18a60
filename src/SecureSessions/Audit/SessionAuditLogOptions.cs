namespace SecureSessions;

/// <summary>Where the audit log is kept, and how much of it.</summary>
public sealed class SessionAuditLogOptions
{
    /// <summary>The file that the lines are appended to.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means the app's log, category <see cref="SessionAuditLogDefaults.Category"/>. A relative path begins at the
    /// current directory of the process.
    /// </value>
    /// <remarks>
    /// The file, and a folder that is missing, are created for the user of the process alone. Several processes of one machine may write to
    /// one file: they take turns by a file beside it whose name ends in <c>.lock</c>. Nodes on several machines need a file each.
    /// </remarks>
    public string? File { get; set; }

    /// <summary>
    /// How large the file grows before it is rotated: it gets the time into its name, as in <c>audit-20260101T000000000Z.jsonl</c>, and a
    /// new one is begun.
    /// </summary>
    /// <value>Default: 64 MiB. At least 64 KiB. The lines of one write, 256 at most, may come on top.</value>
    public long MaxFileBytes { get; set; } = SessionAuditLogDefaults.MaxFileBytes;

    /// <summary>How many files are kept, the current one included; at the rotation the oldest are deleted.</summary>
    /// <value>Default: 16. At least 2.</value>
    /// <remarks>
    /// Security: whoever can cause very many events can shorten the time that the files reach back. Ship the lines to another system
    /// (ASVS 16.4.3).
    /// </remarks>
    public int MaxFiles { get; set; } = SessionAuditLogDefaults.MaxFiles;

    /// <summary>How many events wait in memory while the file cannot be written; further ones are counted, and the log says how many.</summary>
    /// <value>Default: 10,000. At least 1.</value>
    public int MaxWaitingEvents { get; set; } = SessionAuditLogDefaults.MaxWaitingEvents;

    /// <summary>The name of this node in its lines.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means the name of the machine. At most 256 characters, none of them a control character.
    /// </value>
    public string? Node { get; set; }
}
