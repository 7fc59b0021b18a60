namespace SecureSessions;

/// <summary>Users who were forgotten a moment ago. What is told late of the time before is not kept.</summary>
internal sealed class ForgottenUsers
{
    private readonly Dictionary<string, DateTimeOffset> _forgottenAt = new(StringComparer.Ordinal);

    public void Add(string userId, DateTimeOffset now) => _forgottenAt[userId] = now;

    /// <summary>Whether what a user did at that time is forgotten.</summary>
    public bool Covers(string userId, DateTimeOffset time) =>
        _forgottenAt.TryGetValue(userId, out DateTimeOffset forgottenAt) && time <= forgottenAt;

    /// <summary>Drops the users of whom no call from before can arrive any more.</summary>
    public void Trim(DateTimeOffset now)
    {
        foreach ((string userId, DateTimeOffset forgottenAt) in _forgottenAt)
        {
            if (now >= forgottenAt + SecureSessionDefaults.ReservationPeriod)
                _forgottenAt.Remove(userId);
        }
    }
}
