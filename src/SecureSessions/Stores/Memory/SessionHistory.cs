namespace SecureSessions;

/// <summary>The history of every user, bounded in length and time for each, and in length for all.</summary>
internal sealed class SessionHistory(int capacity)
{
    private readonly Lock _lock = new();
    private readonly ForgottenUsers _forgotten = new();
    private readonly Dictionary<string, Queue<LinkedListNode<Entry>>> _users = new(StringComparer.Ordinal);

    /// <summary>The entries of all users, the one that was added first in front.</summary>
    private readonly LinkedList<Entry> _all = new();

    public void Add(string userId, EndedSession session, DateTimeOffset now)
    {
        lock (_lock)
        {
            Forget(now);
            if (_forgotten.Covers(userId, session.EndedAt))
                return;
            if (!_users.TryGetValue(userId, out Queue<LinkedListNode<Entry>>? own))
                _users.Add(userId, own = new Queue<LinkedListNode<Entry>>(1));
            if (own.Any(node => node.Value.Session.Id == session.Id))
                return;

            own.Enqueue(_all.AddLast(new Entry(userId, session)));
            if (own.Count > SecureSessionDefaults.HistoryLength)
                _all.Remove(own.Dequeue());
            else if (_all.Count > capacity)
                ForgetFirst();
        }
    }

    public IReadOnlyList<EndedSession> Of(string userId, DateTimeOffset now)
    {
        lock (_lock)
        {
            Forget(now);
            return _users.TryGetValue(userId, out Queue<LinkedListNode<Entry>>? own)
                ? [.. own.Select(static node => node.Value.Session).OrderByDescending(static session => session.EndedAt)]
                : [];
        }
    }

    /// <summary>Erases what is known of a user.</summary>
    public void Erase(string userId, DateTimeOffset now)
    {
        lock (_lock)
        {
            _forgotten.Add(userId, now);
            if (!_users.Remove(userId, out Queue<LinkedListNode<Entry>>? own))
                return;

            foreach (LinkedListNode<Entry> node in own)
                _all.Remove(node);
        }
    }

    /// <summary>Forgets the sessions that ended too long ago.</summary>
    public void Trim(DateTimeOffset now)
    {
        lock (_lock)
        {
            Forget(now);
            _forgotten.Trim(now);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_all.First is { } first && now >= first.Value.Session.EndedAt + SecureSessionDefaults.HistoryRetention)
            ForgetFirst();
    }

    // The first of all is the first of its user as well.
    private void ForgetFirst()
    {
        string userId = _all.First!.Value.UserId;
        _all.RemoveFirst();
        Queue<LinkedListNode<Entry>> own = _users[userId];
        own.Dequeue();
        if (own.Count == 0)
            _users.Remove(userId);
    }

    private readonly record struct Entry(string UserId, EndedSession Session);
}
