namespace SecureSessions;

/// <summary>The attempts of an account, or of a source on an account. Times are those of the store, in milliseconds.</summary>
internal sealed class CounterEntry(string key)
{
    public string Key => key;

    /// <summary>Consecutive failures.</summary>
    public int Failures { get; set; }

    /// <summary>When the last attempt was.</summary>
    public long LastAt { get; set; }

    /// <summary>Failures within the window; of an account only.</summary>
    public int Recent { get; set; }

    /// <summary>When the window began.</summary>
    public long Since { get; set; }

    public long ExpiresAt { get; set; }
}
