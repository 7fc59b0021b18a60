using System.Collections.Concurrent;

namespace SecureSessions.TestKit;

/// <summary>Keeps every session event.</summary>
public sealed class EventRecorder : ISecureSessionEventHandler
{
    private readonly ConcurrentQueue<SecureSessionEvent> _events = new();

    public IReadOnlyCollection<SecureSessionEvent> All => _events;

    /// <summary>The events of one type.</summary>
    public IReadOnlyList<SecureSessionEvent> Of(SessionEventType type) => [.. _events.Where(e => e.Type == type)];

    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        _events.Enqueue(sessionEvent);
        return ValueTask.CompletedTask;
    }
}
