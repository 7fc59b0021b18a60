using System.Runtime.InteropServices;

namespace SecureSessions;

/// <summary>The sessions of each user, in the order of their reservation.</summary>
/// <remarks>
/// In parts by user, each under a lock of its own, which is taken inside the lock of a shard and never the other way round. An entry comes and
/// goes only under the lock of its shard.
/// </remarks>
internal sealed class UserLists
{
    /// <summary>A power of two, as many as there are shards.</summary>
    private const int PartCount = 64;

    private readonly Part[] _parts = [.. Enumerable.Range(0, PartCount).Select(static _ => new Part())];

    /// <summary>Lists an entry behind those of its user; returns the ones that are beyond the limit then.</summary>
    public IReadOnlyList<SessionId> Add(SessionEntry entry, int? limit)
    {
        Part part = PartOf(entry.UserId!);
        lock (part.Lock)
        {
            ref EntryList<PeerLinks> list = ref CollectionsMarshal.GetValueRefOrAddDefault(part.Lists, entry.UserId!, out _);
            list.AddFirst(entry);
            return Beyond(list, limit);
        }
    }

    public void Remove(SessionEntry entry)
    {
        if (!entry.PeerLinks.Linked)
            return;

        Part part = PartOf(entry.UserId!);
        lock (part.Lock)
        {
            ref EntryList<PeerLinks> list = ref CollectionsMarshal.GetValueRefOrNullRef(part.Lists, entry.UserId!);
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
            return part.Lists.TryGetValue(userId, out EntryList<PeerLinks> list)
                ? [.. FirstToLast(list).Select(static entry => new IndexedSession(entry.Id, entry.ReservedAt))]
                : [];
        }
    }

    public IReadOnlyList<SessionId> Beyond(string userId, int? limit)
    {
        Part part = PartOf(userId);
        lock (part.Lock)
            return part.Lists.TryGetValue(userId, out EntryList<PeerLinks> list) ? Beyond(list, limit) : [];
    }

    private static IReadOnlyList<SessionId> Beyond(EntryList<PeerLinks> list, int? limit) => limit is { } most
        ? [.. FirstToLast(list).Select(static entry => entry.Id).SkipLast(most)]
        : [];

    private static IEnumerable<SessionEntry> FirstToLast(EntryList<PeerLinks> list)
    {
        SessionEntry? entry = list.Last;
        while (entry is not null)
        {
            yield return entry;
            entry = entry == list.First ? null : entry.PeerLinks.Previous;
        }
    }

    private Part PartOf(string userId) => _parts[userId.GetHashCode(StringComparison.Ordinal) & (PartCount - 1)];

    private sealed class Part
    {
        public Lock Lock { get; } = new();

        public Dictionary<string, EntryList<PeerLinks>> Lists { get; } = new(StringComparer.Ordinal);
    }
}
