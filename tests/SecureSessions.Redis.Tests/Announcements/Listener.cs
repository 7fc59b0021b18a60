using System.Collections.Concurrent;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>Keeps what was announced.</summary>
internal sealed class Listener
{
    private readonly ConcurrentQueue<SessionId?> _heard = new();

    public IEnumerable<SessionId> Ids => _heard.OfType<SessionId>();

    /// <summary>How often it was said that every session has to be looked at.</summary>
    public int Alarms => _heard.Count(static id => id is null);

    public void Hear(SessionId? id) => _heard.Enqueue(id);

    public Task WaitForAsync(SessionId id) => Poll.UntilAsync(() => Ids.Contains(id), "the end is announced");

    public Task WaitForAlarmAsync(int count) =>
        Poll.UntilAsync(() => Alarms >= count, "it is said that everything has to be looked at");
}
