namespace SecureSessions;

/// <summary>The last renewal of a session's secret. Times are Unix milliseconds.</summary>
internal sealed class SessionRenewal(SecretHash replacedHash, byte[] successor, long grace)
{
    private long? _confirmedAt;

    public SecretHash ReplacedHash { get; } = replacedHash;

    /// <summary>The new secret, sealed under the replaced one.</summary>
    public byte[] Successor { get; private set; } = successor;

    public bool IsPending => _confirmedAt is null;

    /// <summary>When the replaced secret ceases to be served; never, while nobody has used the new one.</summary>
    public long SpentAt => (_confirmedAt + grace) ?? long.MaxValue;

    public bool IsUnderWay(long now) => now < SpentAt;

    public void Confirm(long now) => _confirmedAt = now;

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
