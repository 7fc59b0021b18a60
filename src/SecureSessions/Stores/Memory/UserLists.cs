using System.Runtime.InteropServices;

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
            ref EntryList list = ref CollectionsMarshal.GetValueRefOrAddDefault(part.Lists, entry.UserId!, out _);
            list.AddFirst(entry);
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
            ref EntryList list = ref CollectionsMarshal.GetValueRefOrNullRef(part.Lists, entry.UserId!);
            list.Remove(entry);
            if (list.First is null)
                part.Lists.Remove(entry.UserId!);
        }
    }

    public IReadOnlyList<IndexedSession> Of(string userId)
    {
        Part part = PartOf(userId);
        lock (part.Lock)
        {
            return part.Lists.TryGetValue(userId, out EntryList list)
                ? [.. FirstToLast(list).Select(static entry => new IndexedSession(entry.Id, entry.ReservedAt))]
                : [];
        }
    }

    public IReadOnlyList<SessionId> OverLimit(string userId, int? limit)
    {
        Part part = PartOf(userId);
        lock (part.Lock)
            return part.Lists.TryGetValue(userId, out EntryList list) ? OverLimit(list, limit) : [];
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

    private sealed class Part
    {
        public Lock Lock { get; } = new();

        public Dictionary<string, EntryList> Lists { get; } = new(StringComparer.Ordinal);
    }
}
