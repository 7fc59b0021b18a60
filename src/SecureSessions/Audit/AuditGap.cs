namespace SecureSessions;

/// <summary>Counts events that the audit log will lack, until it has said so.</summary>
internal sealed class AuditGap
{
    private readonly Lock _lock = new();
    private Count _count;

    /// <summary>Counts an event that is left out.</summary>
    /// <param name="at">When it happened.</param>
    public void Add(DateTimeOffset at)
    {
        lock (_lock)
            _count = _count.Lost == 0 ? new Count(1, at, at) : _count with { Lost = _count.Lost + 1, Until = at };
    }

    /// <summary>Returns what was counted, and begins anew; nothing if there is none.</summary>
    public Count? Take()
    {
        lock (_lock)
        {
            Count? taken = _count.Lost == 0 ? null : _count;
            _count = default;
            return taken;
        }
    }

    /// <summary>How many events are left out, and when the first and the last of them happened.</summary>
    internal readonly record struct Count(long Lost, DateTimeOffset Since, DateTimeOffset Until);
}
