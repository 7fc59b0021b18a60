namespace SecureSessions;

/// <summary>The last renewal of a session's secret. Times are Unix milliseconds.</summary>
internal sealed class SessionRenewal(SecretHash replacedHash, byte[] successor, long grace, long? confirmedAt = null)
{
    public SecretHash ReplacedHash { get; } = replacedHash;

    /// <summary>The new secret, sealed under the replaced one.</summary>
    public byte[] Successor { get; private set; } = successor;

    public long Grace { get; } = grace;

    /// <summary>When the new secret was first used.</summary>
    public long? ConfirmedAt { get; private set; } = confirmedAt;

    public bool IsPending => ConfirmedAt is null;

    /// <summary>When the replaced secret ceases to be served; never, while nobody has used the new one.</summary>
    public long SpentAt => (ConfirmedAt + Grace) ?? long.MaxValue;

    public bool IsUnderWay(long now) => now < SpentAt;

    public void Confirm(long now) => ConfirmedAt = now;

    public void DropSuccessor() => Successor = [];

    /// <summary>What the replaced secret is now. A request that was let in with it may read again however long that takes.</summary>
    public SecretVerdict Judge(long now, FindMode mode)
    {
        if (IsPending)
            return new SecretVerdict(FindStatus.Pending);

        return IsUnderWay(now) || mode == FindMode.Reread
            ? new SecretVerdict(FindStatus.Grace)
            : new SecretVerdict(FindStatus.Spent, SpentAt);
    }
}
