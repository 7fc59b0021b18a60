using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Knows which sessions have open connections or requests on this node, and fires their watches when they end or their privileges change
/// on any node (TM-9, RG-1): within a second of a hint, and otherwise at the next regular check.
/// </summary>
/// <remarks>
/// Announcements of other nodes are only hints. A session has ended when the store says so, or when its absolute deadline has passed.
/// </remarks>
internal sealed class LiveSessions : IDisposable
{
    private readonly StoreGateway _store;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ISecureSessionAnnouncements? _announcements;
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, LiveSession> _live = [];
    private readonly CheckQueue _checks = new();
    private IDisposable? _subscription;
    private int _isSubscribed;

    public LiveSessions(
        StoreGateway store, TimeProvider timeProvider, ILogger<LiveSessions> logger, ISecureSessionAnnouncements? announcements = null)
    {
        _store = store;
        _timeProvider = timeProvider;
        _logger = logger;
        _announcements = announcements;
        store.ChangeSeen += Check;
    }

    /// <summary>How many sessions have watches.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _live.Count;
        }
    }

    /// <summary>Whether checks are queued or running.</summary>
    public bool IsChecking => _checks.IsBusy;

    /// <summary>Begins to watch a session. All watches of a session share its checks.</summary>
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
            EnsureSubscribed();
            live.Start();
        }
        else if (isOutdated)
        {
            // The privileges changed after this watch's request had loaded the session, and the check that saw the change was before this
            // watch was added.
            live.OnHint();
        }

        return watch;
    }

    /// <summary>Removes a watch. Returns <see langword="false"/> if the watch is firing or has fired.</summary>
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

    /// <summary>Fires all watches of a session that has ended.</summary>
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

    /// <summary>Fires the watches of a session that is alive if they were opened before its last change of privileges.</summary>
    public void FireOutdated(LiveSession session, long privilegeChanges)
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

    public void Queue(LiveSession session) => _checks.Add(session.CheckAsync);

    public void Dispose()
    {
        _store.ChangeSeen -= Check;
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

    // The subscription begins with the first watch: an app without live connections needs none.
    private void EnsureSubscribed()
    {
        if (_announcements is not null && Interlocked.Exchange(ref _isSubscribed, 1) == 0)
            _subscription = _announcements.Subscribe(OnAnnounced);
    }

    private void OnAnnounced(SessionId? id)
    {
        if (id is { } one)
            Check(one);
        else
            CheckAll();
    }

    private void Check(SessionId id)
    {
        LiveSession? session;
        lock (_lock)
            TryFind(id, out session);
        session?.OnHint();
    }

    private void CheckAll()
    {
        LiveSession[] sessions;
        lock (_lock)
            sessions = [.. _live.Values];
        foreach (LiveSession session in sessions)
            session.OnHint();
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
            // The app's callback failed. The other watches still fire.
            Log.EndCallbackFailed(_logger, exception);
        }
    }
}
