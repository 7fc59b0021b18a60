namespace SecureSessions;

/// <summary>The devices that users have signed in from; at the capacity the users who signed in last are remembered.</summary>
internal sealed class DeviceMemory(int capacity)
{
    private readonly Lock _lock = new();
    private readonly ForgottenUsers _forgotten = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _users = new(StringComparer.Ordinal);

    /// <summary>The user who signed in first in front.</summary>
    private readonly LinkedList<Entry> _all = new();

    /// <summary>Of how many users something is known.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _all.Count;
        }
    }

    /// <summary>Remembers a device; returns the devices that were known before, the last one in front.</summary>
    public IReadOnlyList<KnownDevice> Remember(string userId, KnownDevice device, DateTimeOffset now)
    {
        lock (_lock)
        {
            KnownDevice[] known = Take(userId).Where(one => !IsForgotten(one, now)).ToArray();

            // Sign-ins at the same moment may come here in another order.
            KnownDevice[] devices =
            [
                .. known.Where(one => one.Device != device.Device).Prepend(device)
                    .Where(one => !_forgotten.Covers(userId, one.SignedInAt))
                    .OrderByDescending(static one => one.SignedInAt)
                    .Take(SecureSessionDefaults.MaxKnownDevices),
            ];
            if (devices.Length == 0)
                return known;

            _users.Add(userId, _all.AddLast(new Entry(userId, devices)));
            if (_all.Count > capacity)
                ForgetFirst();
            return known;
        }
    }

    /// <summary>Erases what is known of a user.</summary>
    public void Erase(string userId, DateTimeOffset now)
    {
        lock (_lock)
        {
            _forgotten.Add(userId, now);
            Take(userId);
        }
    }

    /// <summary>Whether a user is known to have signed in from a device.</summary>
    public bool Knows(string userId, string device, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _users.TryGetValue(userId, out LinkedListNode<Entry>? node)
                && Array.Exists(node.Value.Devices, one => one.Device == device && !IsForgotten(one, now));
        }
    }

    /// <summary>Forgets the users of whom everything is too old.</summary>
    public void Trim(DateTimeOffset now)
    {
        lock (_lock)
        {
            while (_all.First is { } first && IsForgotten(first.Value.Devices[0], now))
                ForgetFirst();
            _forgotten.Trim(now);
        }
    }

    private static bool IsForgotten(KnownDevice device, DateTimeOffset now) =>
        now >= device.SignedInAt + SecureSessionDefaults.HistoryRetention;

    private KnownDevice[] Take(string userId)
    {
        if (!_users.Remove(userId, out LinkedListNode<Entry>? node))
            return [];

        _all.Remove(node);
        return node.Value.Devices;
    }

    private void ForgetFirst()
    {
        _users.Remove(_all.First!.Value.UserId);
        _all.RemoveFirst();
    }

    private readonly record struct Entry(string UserId, KnownDevice[] Devices);
}
