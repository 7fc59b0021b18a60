using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>The entries of a shard by their ids. Guarded by the lock of its shard.</summary>
/// <remarks>A set, since an entry has its id: a dictionary would keep the 16 bytes of each id once more.</remarks>
internal sealed class EntryTable
{
    private readonly HashSet<MemoryEntry> _entries = new(new ById());
    private readonly HashSet<MemoryEntry>.AlternateLookup<SessionId> _byId;

    public EntryTable() => _byId = _entries.GetAlternateLookup<SessionId>();

    public int Count => _entries.Count;

    public bool TryGet(SessionId id, [NotNullWhen(true)] out MemoryEntry? entry) => _byId.TryGetValue(id, out entry);

    /// <summary>Adds an entry whose id is not in the table.</summary>
    public void Add(MemoryEntry entry) => _entries.Add(entry);

    public void Remove(MemoryEntry entry) => _entries.Remove(entry);

    private sealed class ById : IEqualityComparer<MemoryEntry>, IAlternateEqualityComparer<SessionId, MemoryEntry>
    {
        public bool Equals(MemoryEntry? x, MemoryEntry? y) => x!.Id == y!.Id;

        public int GetHashCode(MemoryEntry obj) => obj.Id.GetHashCode();

        public bool Equals(SessionId alternate, MemoryEntry other) => alternate == other.Id;

        public int GetHashCode(SessionId alternate) => alternate.GetHashCode();

        public MemoryEntry Create(SessionId alternate) => throw new NotSupportedException("An entry is made by a call to the store.");
    }
}
