namespace SecureSessions;

/// <summary>An attempt to sign in that a request makes.</summary>
/// <param name="account">The account as it was typed.</param>
/// <param name="name">The account as it is counted.</param>
/// <param name="method">The method.</param>
/// <param name="keys">What it is counted under.</param>
/// <param name="count">What the store has said to it.</param>
internal sealed class RequestAttempt(string account, string name, string method, AttemptKeys keys, AttemptCount count)
{
    public string Account => account;

    public string Name => name;

    public string Method => method;

    public AttemptKeys Keys => keys;

    public AttemptCount Count => count;

    /// <summary>Whether it was admitted and its outcome is not known yet.</summary>
    public bool IsOpen { get; private set; } = count.IsCounted;

    /// <summary>Takes note of the outcome. Returns whether it was not known before.</summary>
    public bool TryClose()
    {
        bool wasOpen = IsOpen;
        IsOpen = false;
        return wasOpen;
    }
}
