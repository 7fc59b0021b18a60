namespace SecureSessions;

/// <summary>
/// The secrets of a session by their hashes: the current one, the one that it replaced, and the last that are served no more.
/// </summary>
/// <remarks>A value, held inside the session. Times are Unix milliseconds.</remarks>
internal struct SessionSecrets(SecretHash current, long issuedAt)
{
    /// <summary>What a spent secret takes, in memory as in bytes.</summary>
    public const int SpentSize = SecretHash.Size + sizeof(long);

    private SecretHash _current = current;
    private Renewal? _renewal;
    private (SecretHash Hash, long SpentAt)[]? _spent;

    public readonly SecretHash Current => _current;

    /// <summary>From when the age of the current secret counts: its issue, or its confirmation after a renewal.</summary>
    public long IssuedAt { get; private set; } = issuedAt;

    /// <summary>The last change of the secret, if it was a renewal.</summary>
    public Renewal? LastRenewal { readonly get => _renewal; init => _renewal = value; }

    /// <summary>The secret that was spent first in front: they tell a reuse from a forgery.</summary>
    public IReadOnlyList<(SecretHash Hash, long SpentAt)> Spent
    {
        readonly get => _spent ?? [];
        init => _spent = value.Count == 0 ? null : [.. value];
    }

    public readonly bool IsRenewalPending => _renewal is { IsPending: true };

    /// <summary>How many bytes they take beside what the secrets of every session take.</summary>
    public readonly int VariableSize => (_renewal?.Successor.Length ?? 0) + ((_spent?.Length ?? 0) * SpentSize);

    public readonly bool IsRenewalUnderWay(long now) => _renewal is not null && now < _renewal.SpentAt;

    /// <summary>What a presented secret is.</summary>
    public readonly FindStatus Verify(in SecretHash hash, FindMode mode, long now, out long spentAt)
    {
        spentAt = 0;
        if (_current.FixedTimeEquals(hash))
            return FindStatus.Current;
        if (_renewal is not null && _renewal.ReplacedHash.FixedTimeEquals(hash))
            return VerifyReplaced(_renewal, mode, now, out spentAt);

        foreach ((SecretHash Hash, long SpentAt) spent in _spent ?? [])
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
        if (_renewal is not { IsPending: true })
            return;

        _renewal = new Renewal(_renewal.ReplacedHash, _renewal.Successor, _renewal.Grace, confirmedAt: now);
        IssuedAt = now;
    }

    public void Change(SecretChange change, long now)
    {
        if (_renewal is not null)
            Spend(_renewal.ReplacedHash, Math.Min(now, _renewal.SpentAt));

        if (change.Grace is { } grace)
        {
            _renewal = new Renewal(_current, change.Successor.ToArray(), SessionClock.ToMilliseconds(grace), confirmedAt: null);
        }
        else
        {
            _renewal = null;
            Spend(_current, now);
            IssuedAt = now;
        }

        _current = change.Hash;
    }

    /// <summary>The session has ended: no request follows from the replaced secret to the current one any more.</summary>
    public void DropSuccessor()
    {
        if (_renewal is not null)
            _renewal = new Renewal(_renewal.ReplacedHash, successor: [], _renewal.Grace, _renewal.ConfirmedAt);
    }

    // A request that was let in with the replaced secret may read again however long that takes.
    private static FindStatus VerifyReplaced(Renewal renewal, FindMode mode, long now, out long spentAt)
    {
        spentAt = renewal.SpentAt;
        if (renewal.IsPending)
            return FindStatus.Pending;

        return now < spentAt || mode == FindMode.Reread ? FindStatus.Grace : FindStatus.Spent;
    }

    private void Spend(SecretHash hash, long at)
    {
        ReadOnlySpan<(SecretHash, long)> spent = _spent;
        _spent = [.. spent.Length < SecureSessionDefaults.RememberedSecrets ? spent : spent[1..], (hash, at)];
    }

    /// <summary>A renewal of the secret. Never changed, so that a copy of the secrets is a snapshot.</summary>
    public sealed class Renewal(SecretHash replacedHash, byte[] successor, long grace, long? confirmedAt)
    {
        public SecretHash ReplacedHash { get; } = replacedHash;

        /// <summary>The new secret, sealed under the replaced one.</summary>
        public byte[] Successor { get; } = successor;

        /// <summary>How long the replaced secret is served after the confirmation, in milliseconds.</summary>
        public long Grace { get; } = grace;

        /// <summary>When the new secret was first used.</summary>
        public long? ConfirmedAt { get; } = confirmedAt;

        public bool IsPending => ConfirmedAt is null;

        /// <summary>When the replaced secret ceases to be served; never while the renewal is pending.</summary>
        public long SpentAt => (ConfirmedAt + Grace) ?? long.MaxValue;
    }
}
