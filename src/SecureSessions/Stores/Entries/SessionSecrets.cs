namespace SecureSessions;

/// <summary>
/// The secrets of a session by their hashes: the current one, the one that it replaced, and the last that are served no more.
/// </summary>
/// <remarks>
/// A value, held inside the session. What changes of the secret leave is one object, which there is none of before the first change. Times
/// are Unix milliseconds.
/// </remarks>
internal struct SessionSecrets(SecretHash current)
{
    /// <summary>What a spent secret takes, in memory as in bytes.</summary>
    public const int SpentSize = SecretHash.Size + sizeof(long);

    /// <summary>What a <see cref="Former"/> and its arrays take in memory beside their bytes, about.</summary>
    private const int FormerSize = 150;

    private SecretHash _current = current;
    private Former? _former;

    /// <summary>Secrets as they were stored.</summary>
    public SessionSecrets(SecretHash current, long? issuedAt, Renewal? lastRenewal, (SecretHash Hash, long SpentAt)[] spent)
        : this(current)
    {
        if (lastRenewal is not null)
            _former = lastRenewal with { IssuedAt = issuedAt, Spent = spent };
        else if (issuedAt is not null || spent.Length > 0)
            _former = new Regeneration { IssuedAt = issuedAt, Spent = spent };
    }

    public readonly SecretHash Current => _current;

    /// <summary>
    /// From when the age of the current secret counts: its issue, or its confirmation after a renewal. <see langword="null"/> if that is
    /// when the session was created.
    /// </summary>
    public readonly long? IssuedAt => _former?.IssuedAt;

    /// <summary>The last change of the secret, if it was a renewal.</summary>
    public readonly Renewal? LastRenewal => _former as Renewal;

    /// <summary>The secret that was spent first in front: they tell a reuse from a forgery.</summary>
    public readonly IReadOnlyList<(SecretHash Hash, long SpentAt)> Spent => SpentArray;

    public readonly bool IsRenewalPending => LastRenewal is { IsPending: true };

    /// <summary>How many bytes they take beside what the secrets of every session take.</summary>
    public readonly int VariableSize =>
        _former is null ? 0 : FormerSize + (LastRenewal?.Successor.Length ?? 0) + (SpentArray.Length * SpentSize);

    private readonly (SecretHash Hash, long SpentAt)[] SpentArray => _former?.Spent ?? [];

    public readonly bool IsRenewalUnderWay(long now) => LastRenewal is { } renewal && now < renewal.SpentAt;

    /// <summary>What a presented secret is.</summary>
    public readonly FindStatus Verify(in SecretHash hash, FindMode mode, long now, out long spentAt)
    {
        spentAt = 0;
        if (_current.FixedTimeEquals(hash))
            return FindStatus.Current;
        if (LastRenewal is { } renewal && renewal.ReplacedHash.FixedTimeEquals(hash))
            return VerifyReplaced(renewal, mode, now, out spentAt);

        foreach ((SecretHash Hash, long SpentAt) spent in SpentArray)
        {
            if (!spent.Hash.FixedTimeEquals(hash))
                continue;

            spentAt = spent.SpentAt;
            return FindStatus.Spent;
        }

        return FindStatus.WrongSecret;
    }

    /// <summary>The current secret was used: if a renewal was pending, it is confirmed.</summary>
    public void Confirm(long now)
    {
        if (LastRenewal is not { IsPending: true } renewal)
            return;

        _former = renewal with { ConfirmedAt = now, IssuedAt = now };
    }

    /// <summary>Whether a change of the secret may be written now.</summary>
    public readonly bool Allows(SecretChange change, long now) => change switch
    {
        { Grace: null } => true,
        { Mode: RenewalMode.Timed } => !IsRenewalUnderWay(now),
        { Mode: RenewalMode.Early } => !IsRenewalPending,
        { Mode: RenewalMode.Superseding } => IsRenewalPending,
        _ => false,
    };

    public void Change(SecretChange change, long now)
    {
        if (change is { Grace: { } graceAgain, Mode: RenewalMode.Superseding })
        {
            _former = LastRenewal! with
            {
                Successor = change.Successor.ToArray(),
                Grace = SessionClock.ToMilliseconds(graceAgain),
                Spent = Spend(SpentArray, _current, now),
            };
            _current = change.Hash;
            return;
        }

        (SecretHash, long)[] spent = SpentArray;
        if (LastRenewal is { } last)
            spent = Spend(spent, last.ReplacedHash, Math.Min(now, last.SpentAt));

        if (change.Grace is { } grace)
        {
            _former = new Renewal(_current, change.Successor.ToArray(), SessionClock.ToMilliseconds(grace))
            {
                IssuedAt = IssuedAt,
                Spent = spent,
            };
        }
        else
        {
            _former = new Regeneration { IssuedAt = now, Spent = Spend(spent, _current, now) };
        }

        _current = change.Hash;
    }

    /// <summary>The session has ended: no request follows from the replaced secret to the current one any more.</summary>
    public void DropSuccessor()
    {
        if (LastRenewal is { } renewal)
            _former = renewal with { Successor = [] };
    }

    // A request that was let in with the replaced secret may read again however long that takes.
    private static FindStatus VerifyReplaced(Renewal renewal, FindMode mode, long now, out long spentAt)
    {
        spentAt = renewal.SpentAt;
        if (renewal.IsPending)
            return FindStatus.Pending;

        return now < spentAt || mode == FindMode.Reread ? FindStatus.Grace : FindStatus.Spent;
    }

    private static (SecretHash, long)[] Spend(ReadOnlySpan<(SecretHash, long)> spent, SecretHash hash, long at) =>
        [.. spent.Length < SecureSessionDefaults.RememberedSecrets ? spent : spent[1..], (hash, at)];

    /// <summary>What the changes of the secret have left. Never changed, so that a copy of the secrets is a snapshot.</summary>
    public abstract record Former
    {
        public long? IssuedAt { get; init; }

        public (SecretHash Hash, long SpentAt)[] Spent { get; init; } = [];
    }

    /// <summary>The last change was a regeneration, which spent the secret that it replaced.</summary>
    private sealed record Regeneration : Former;

    /// <summary>The last change was a renewal.</summary>
    /// <param name="ReplacedHash">The hash of the secret that it replaced.</param>
    /// <param name="Successor">The new secret, sealed under the replaced one.</param>
    /// <param name="Grace">How long the replaced secret is served after the confirmation, in milliseconds.</param>
    public sealed record Renewal(SecretHash ReplacedHash, byte[] Successor, long Grace) : Former
    {
        /// <summary>When the new secret was first used.</summary>
        public long? ConfirmedAt { get; init; }

        public bool IsPending => ConfirmedAt is null;

        /// <summary>When the replaced secret ceases to be served; never while the renewal is pending.</summary>
        public long SpentAt => (ConfirmedAt + Grace) ?? long.MaxValue;
    }
}
