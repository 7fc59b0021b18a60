namespace SecureSessions;

/// <summary>The sessions of each user, in the order of their reservation.</summary>
/// <remarks>
/// In parts by user, each under a lock of its own, which is taken inside the lock of a shard and never the other way round. An entry is
/// added and removed only under the lock of its shard.
/// </remarks>
internal sealed class UserLists
{
    /// <summary>A power of two, as many as there are shards.</summary>
    private const int PartCount = 64;

    private readonly Part[] _parts = [.. Enumerable.Range(0, PartCount).Select(static _ => new Part())];

    /// <summary>Lists an entry behind the others of its user; returns the first ones that are over the limit then.</summary>
    public IReadOnlyList<SessionId> Add(MemoryEntry entry, int? limit)
    {
        Part part = PartOf(entry.UserId!);
        lock (part.Lock)
        {
            EntryList list = part.Take(entry.UserId!);
            list.AddFirst(entry);
            part.Put(list);
            return OverLimit(list, limit);
        }
    }

    public void Remove(MemoryEntry entry)
    {
        if (!entry.IsLinked)
            return;

        Part part = PartOf(entry.UserId!);
        lock (part.Lock)
        {
            EntryList list = part.Take(entry.UserId!);
            list.Remove(entry);
            part.Put(list);
        }
    }

    public IReadOnlyList<IndexedSession> Of(string userId)
    {
        Part part = PartOf(userId);
        lock (part.Lock)
            return [.. FirstToLast(part.Find(userId)).Select(static entry => new IndexedSession(entry.Id, entry.ListedAt))];
    }

    public IReadOnlyList<SessionId> OverLimit(string userId, int? limit)
    {
        Part part = PartOf(userId);
        lock (part.Lock)
            return OverLimit(part.Find(userId), limit);
    }

    private static IReadOnlyList<SessionId> OverLimit(EntryList list, int? limit) => limit is { } most
        ? [.. FirstToLast(list).Select(static entry => entry.Id).SkipLast(most)]
        : [];

    private static IEnumerable<MemoryEntry> FirstToLast(EntryList list)
    {
        MemoryEntry? entry = list.Last;
        while (entry is not null)
        {
            yield return entry;
            entry = entry == list.First ? null : entry.Previous;
        }
    }

    private Part PartOf(string userId) => _parts[userId.GetHashCode(StringComparison.Ordinal) & (PartCount - 1)];

    /// <summary>The lists of some users.</summary>
    private sealed class Part
    {
        /// <summary>The first entry of each list. A set, since an entry has its user: a dictionary would keep each once more.</summary>
        private readonly HashSet<MemoryEntry> _firsts = new(new ByUser());
        private readonly HashSet<MemoryEntry>.AlternateLookup<string> _byUser;

        public Part() => _byUser = _firsts.GetAlternateLookup<string>();

        public Lock Lock { get; } = new();

        public EntryList Find(string userId) => _byUser.TryGetValue(userId, out MemoryEntry? first) ? new EntryList(first) : default;

        /// <summary>Takes a list out for a change, after which it has another first entry.</summary>
        public EntryList Take(string userId)
        {
            EntryList list = Find(userId);
            _byUser.Remove(userId);
            return list;
        }

        public void Put(EntryList list)
        {
            if (list.First is { } first)
                _firsts.Add(first);
        }
    }

    private sealed class ByUser : IEqualityComparer<MemoryEntry>, IAlternateEqualityComparer<string, MemoryEntry>
    {
        public bool Equals(MemoryEntry? x, MemoryEntry? y) => x!.UserId == y!.UserId;

        public int GetHashCode(MemoryEntry obj) => GetHashCode(obj.UserId!);

        public bool Equals(string alternate, MemoryEntry other) => alternate == other.UserId;

        public int GetHashCode(string alternate) => alternate.GetHashCode(StringComparison.Ordinal);

        public MemoryEntry Create(string alternate) => throw new NotSupportedException("An entry is made by a call to the store.");
    }
}
