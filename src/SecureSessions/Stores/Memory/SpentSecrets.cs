namespace SecureSessions;

/// <summary>The last secrets of a session that are served no more, to tell a reuse from a forgery.</summary>
internal sealed class SpentSecrets
{
    private readonly Queue<SpentSecret> _secrets = new();

    /// <summary>The one that was spent first in front.</summary>
    public IReadOnlyCollection<SpentSecret> All => _secrets;

    public void Add(SecretHash hash, long at)
    {
        if (_secrets.Count == SecureSessionDefaults.RememberedSecrets)
            _secrets.Dequeue();

        _secrets.Enqueue(new SpentSecret(hash, at));
    }

    public bool TryFind(in SecretHash hash, out long spentAt)
    {
        foreach (SpentSecret secret in _secrets)
        {
            if (secret.Hash.FixedTimeEquals(hash))
            {
                spentAt = secret.At;
                return true;
            }
        }

        spentAt = 0;
        return false;
    }
}
