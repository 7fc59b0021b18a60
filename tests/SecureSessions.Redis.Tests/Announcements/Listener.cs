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

    public Task WaitForAsync(SessionId id, TimeSpan limit) =>
        Poll.UntilAsync(() => Task.FromResult(Ids.Contains(id)), limit, "the end is announced");

    public Task WaitForAlarmAsync(int count, TimeSpan limit) =>
        Poll.UntilAsync(() => Task.FromResult(Alarms >= count), limit, "it is said that everything has to be looked at");
}
