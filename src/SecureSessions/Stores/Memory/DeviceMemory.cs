namespace SecureSessions;

/// <summary>The devices that users have signed in from; of the users, those who signed in last.</summary>
internal sealed class DeviceMemory(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _users = new(StringComparer.Ordinal);

    /// <summary>The user who signed in first in front.</summary>
    private readonly LinkedList<Entry> _all = new();

    /// <summary>Remembers a device; returns those that were known before, the last one in front.</summary>
    public IReadOnlyList<KnownDevice> Remember(string userId, KnownDevice device, DateTimeOffset now)
    {
        lock (_lock)
        {
            KnownDevice[] known = _users.Remove(userId, out LinkedListNode<Entry>? node)
                ? [.. node.Value.Devices.Where(one => now < one.SignedInAt + SecureSessionDefaults.HistoryRetention)]
                : [];
            if (node is not null)
                _all.Remove(node);

            KnownDevice[] devices = [device, .. known.Where(one => one.Device != device.Device).Take(SecureSessionDefaults.MaxKnownDevices - 1)];
            _users.Add(userId, _all.AddLast(new Entry(userId, devices)));
            if (_all.Count > capacity)
                ForgetFirst();
            return known;
        }
    }

    private void ForgetFirst()
    {
        _users.Remove(_all.First!.Value.UserId);
        _all.RemoveFirst();
    }

    private readonly record struct Entry(string UserId, KnownDevice[] Devices);
}
