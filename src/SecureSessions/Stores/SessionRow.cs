namespace SecureSessions;

/// <summary>What a <see cref="CompareAndSetSessionStore"/> has read under an id.</summary>
/// <param name="State">The bytes of <see cref="SessionWrite.State"/>, as they were last written; empty if nothing is kept.</param>
/// <param name="Payload">The bytes of <see cref="SessionWrite.Payload"/>, as they were last written; empty if nothing is kept.</param>
/// <param name="Revision">
/// The number of the write that is kept: another one after each write, and no number twice of one id. 0 if nothing is kept.
/// </param>
/// <param name="Now">The store's time at the reading.</param>
public readonly record struct SessionRow(
    ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Payload, long Revision, DateTimeOffset Now)
{
    /// <summary>Nothing is kept under the id.</summary>
    /// <param name="now">The store's time.</param>
    /// <returns>The row.</returns>
    public static SessionRow None(DateTimeOffset now) => new(default, default, Revision: 0, now);
}
