namespace SecureSessions;

/// <summary>Keeps the entries of the audit log.</summary>
internal interface IAuditTarget
{
    /// <summary>
    /// Keeps entries in their order: all of them, or none if it throws. Without entries it only finds out whether it could.
    /// </summary>
    /// <param name="entries">The entries. The caller uses the list again afterwards.</param>
    /// <exception cref="Exception">
    /// They cannot be kept now, for example because the disk is full. The caller keeps them and tries again.
    /// </exception>
    Task WriteAsync(IReadOnlyList<AuditEntry> entries);
}
