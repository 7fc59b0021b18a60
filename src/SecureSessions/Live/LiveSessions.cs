using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Knows which sessions have something open on this node, and tells it when they end or when their privileges change, on whichever node that
/// happens (TM-9, RG-1): within a second of a hint, and otherwise by the next regular look.
/// </summary>
/// <remarks>What comes from outside is a hint only. A session is over when the store says so, or when its absolute deadline has come.</remarks>
internal sealed class LiveSessions : IDisposable
{
    private readonly StoreGateway _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ISecureSessionAnnouncements? _announcements;
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, LiveSession> _live = [];
    private readonly LookQueue _looks = new();
    private IDisposable? _subscription;
    private int _listens;

    public LiveSessions(
        StoreGateway store, TimeProvider timeProvider, ILogger<LiveSessions> logger, ISecureSessionAnnouncements? announcements = null)
    {
        _store = store;
        _timeProvider = timeProvider;
        _logger = logger;
        _announcements = announcements;
        store.ChangeSeen += Look;
    }

    /// <summary>How many sessions are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _live.Count;
        }
    }

    /// <summary>Whether sessions are being looked at.</summary>
    public bool IsLooking => _looks.IsBusy;

    /// <summary>Begins to watch a session. All who watch the same one share what that costs.</summary>
    public SessionWatch Watch(LoadedSession session)
    {
        SessionWatch watch;
        LiveSession live;
        bool isFirst;
        bool isOutdated;
        lock (_lock)
        {
            isFirst = !TryFind(session.Record.Id, out LiveSession? found);
            live = found ?? Add(session);
            watch = new SessionWatch(live, session.Record.PrivilegeChanges);
            live.Watches.Add(watch);
            isOutdated = watch.PrivilegeChanges < live.PrivilegeChanges;
        }

        if (isFirst)
        {
            Listen();
            live.Begin();
        }
        else if (isOutdated)
        {
            // Its privileges changed after its request was let in, and the look that saw it was before it was here to be told.
            live.Hint();
        }

        return watch;
    }

    /// <summary>Takes a watch off; reports whether it had not fired.</summary>
    public bool Release(LiveSession session, SessionWatch watch)
    {
        lock (_lock)
        {
            if (!session.Watches.Remove(watch))
                return false;

            if (session.Watches.Count == 0)
                Remove(session);
        }

        return true;
    }

    /// <summary>The session is over: tells all who watch it, once.</summary>
    public void End(LiveSession session)
    {
        SessionWatch[] watches;
        lock (_lock)
        {
            watches = [.. session.Watches];
            session.Watches.Clear();
            Remove(session);
        }

        Fire(watches);
    }

    /// <summary>The session lives, and its privileges have changed that often: tells those who began before the last change.</summary>
    public void EndOutdated(LiveSession session, long privilegeChanges)
    {
        SessionWatch[] outdated;
        lock (_lock)
        {
            session.PrivilegeChanges = Math.Max(session.PrivilegeChanges, privilegeChanges);
            if (session.Watches.TrueForAll(watch => watch.PrivilegeChanges >= privilegeChanges))
                return;

            outdated = [.. session.Watches.Where(watch => watch.PrivilegeChanges < privilegeChanges)];
            session.Watches.RemoveAll(watch => watch.PrivilegeChanges < privilegeChanges);
            if (session.Watches.Count == 0)
                Remove(session);
        }

        Fire(outdated);
    }

    public void Queue(LiveSession session) => _looks.Add(session.LookAsync);

    public void Dispose()
    {
        _store.ChangeSeen -= Look;
        _subscription?.Dispose();
        lock (_lock)
        {
            foreach (LiveSession session in _live.Values)
                session.Dispose();
            _live.Clear();
        }
    }

    private bool TryFind(SessionId id, [NotNullWhen(true)] out LiveSession? session) => _live.TryGetValue(id, out session);

    private LiveSession Add(LoadedSession session)
    {
        var live = new LiveSession(this, session, _store, _timeProvider, _logger);
        _live.Add(live.Id, live);
        return live;
    }

    private void Remove(LiveSession session)
    {
        if (TryFind(session.Id, out LiveSession? current) && current == session)
            _live.Remove(session.Id);
        session.Dispose();
    }

    // From the first session on: an app without live connections listens to nothing.
    private void Listen()
    {
        if (_announcements is not null && Interlocked.Exchange(ref _listens, 1) == 0)
            _subscription = _announcements.Subscribe(OnAnnounced);
    }

    private void OnAnnounced(SessionId? id)
    {
        if (id is { } one)
            Look(one);
        else
            LookAtAll();
    }

    private void Look(SessionId id)
    {
        LiveSession? session;
        lock (_lock)
            TryFind(id, out session);
        session?.Hint();
    }

    private void LookAtAll()
    {
        LiveSession[] sessions;
        lock (_lock)
            sessions = [.. _live.Values];
        foreach (LiveSession session in sessions)
            session.Hint();
    }

    private void Fire(SessionWatch[] watches)
    {
        foreach (SessionWatch watch in watches)
            _ = FireAsync(watch);
    }

    private async Task FireAsync(SessionWatch watch)
    {
        try
        {
            await watch.FireAsync();
        }
        catch (Exception exception)
        {
            // The app's code: whatever it throws, the others are told.
            Log.EndCallbackFailed(_logger, exception);
        }
    }
}
