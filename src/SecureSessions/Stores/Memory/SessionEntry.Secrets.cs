namespace SecureSessions;

internal sealed partial class SessionEntry
{
    private SecretHash _hash;
    private long _secretIssuedAt;
    private SessionRenewal? _renewal;
    private SpentSecrets? _spentSecrets;

    private int SizeOfSecrets => (_renewal?.Successor.Length ?? 0) + ((_spentSecrets?.All.Count ?? 0) * SpentSecret.Size);

    public bool IsRenewalUnderWay(long now) => _renewal?.IsUnderWay(now) ?? false;

    private SecretVerdict Judge(in SecretHash hash, FindMode mode, long now)
    {
        // What never was a session has no secret; its zeroed hash must not pass for one.
        if (Version == 0)
            return new SecretVerdict(FindStatus.WrongSecret);

        if (_hash.FixedTimeEquals(hash))
            return new SecretVerdict(FindStatus.Current);

        if (_renewal is not null && _renewal.ReplacedHash.FixedTimeEquals(hash))
            return _renewal.Judge(now, mode);

        return _spentSecrets is not null && _spentSecrets.TryFind(hash, out long spentAt)
            ? new SecretVerdict(FindStatus.Spent, spentAt)
            : new SecretVerdict(FindStatus.WrongSecret);
    }

    private void ConfirmRenewal(long now)
    {
        if (_renewal is not { IsPending: true })
            return;

        _renewal.Confirm(now);
        _secretIssuedAt = now;
    }

    private void Renew(SecretHash hash, byte[] successor, TimeSpan grace, long now)
    {
        SpendRenewed(now);
        _renewal = new SessionRenewal(_hash, successor, SessionClock.ToMilliseconds(grace));
        _hash = hash;
    }

    private void Regenerate(SecretHash hash, long now)
    {
        SpendRenewed(now);
        _renewal = null;
        Spend(_hash, now);
        _hash = hash;
        _privilegeChanges++;
        _secretIssuedAt = now;
    }

    private void SpendRenewed(long now)
    {
        if (_renewal is not null)
            Spend(_renewal.ReplacedHash, Math.Min(now, _renewal.SpentAt));
    }

    private void Spend(SecretHash hash, long at) => (_spentSecrets ??= new SpentSecrets()).Add(hash, at);
}
