using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// The only way from the library to a store: every call ends within the store's timeout, fails with one exception type, and is measured.
/// </summary>
/// <remarks>
/// A store without a users port lists no sessions, one without the port of signing keys keeps none, and one without counters counts
/// nothing. With <see cref="NearCache"/> some look-ups are no calls.
/// </remarks>
internal sealed class StoreGateway(
    ISecureSessionStore store,
    SessionPolicy policy,
    SessionMetrics metrics,
    TimeProvider timeProvider,
    ILogger<StoreGateway> logger,
    ISecureSessionIndex? index = null,
    NearCache? near = null,
    ISigningKeyStore? signingKeys = null,
    ISecureSessionCounters? counters = null)
{
    private readonly NearCache? _near = near is { IsOn: true } ? near : null;

    // What kind of store it is: redis, memory, distributed_cache, or what an app calls its own.
    private readonly string _system = SystemOf(store.GetType().Name);

    /// <summary>
    /// Raised for a session that this node ends, finds ended or changes the privileges of. A hint: a handler looks at the session before it
    /// acts.
    /// </summary>
    public event Action<SessionId>? ChangeSeen;

    /// <summary>Whether sessions of users are listed, and their deadlines watched.</summary>
    public bool ListsUsers => index is not null;

    /// <summary>Whether the store keeps keys that sign access tokens.</summary>
    public bool KeepsSigningKeys => signingKeys is not null;

    /// <summary>Whether the store counts attempts to sign in.</summary>
    public bool CountsAttempts => counters is not null;

    /// <summary>The message for a caller that needs the users port where there is none: what is missing, and the cure.</summary>
    public string UsersPortMissing =>
        $"The session store, {store.GetType().Name}, cannot tell which sessions a user has: no ISecureSessionIndex was registered with it. "
        + "Use AddMemoryStore(), AddSqlStore(...), AddRedisStore(...), or AddStore<TStore, TIndex>() with a users port of your own; "
        + "one that passes calls on to the in-memory store gets both of its ports "
        + "by [FromKeyedServices(SecureSessionDefaults.MemoryStoreKey)].";

    private ISecureSessionCounters Counters =>
        counters ?? throw new InvalidOperationException("The session store counts no attempts to sign in.");

    /// <summary>Raises <see cref="ChangeSeen"/> for a session that was found ended.</summary>
    public void ReportEnded(SessionId id) => ReportChange(id);

    public ValueTask<DateTimeOffset> GetTimeAsync() =>
        CallAsync("GetTime", store, static store => store.GetTimeAsync(CancellationToken.None));

    public ValueTask<CreateStatus> CreateAsync(NewSession session) =>
        CallAsync("Create", (store, session), static call => call.store.CreateAsync(call.session, CancellationToken.None));

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode)
    {
        if (_near is null)
            return FindInStoreAsync(id, hash, mode);

        return _near.Find(id, hash, mode) is { } known ? ValueTask.FromResult(known) : FindAndKeepAsync(_near, id, hash, mode);
    }

    public ValueTask<SessionSummary?> PeekAsync(SessionId id) =>
        CallAsync("Peek", (store, id), static call => call.store.PeekAsync(call.id, CancellationToken.None));

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement)
    {
        ValueTask<ReplaceStatus> call = CallAsync(
            "Replace", (store, replacement), static call => call.store.ReplaceAsync(call.replacement, CancellationToken.None));
        return _near is not null || replacement.Secret is { Grace: null }
            ? ReportAfterAsync(call, replacement.Id, changesPrivileges: replacement.Secret is { Grace: null })
            : call;
    }

    public ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion = null)
    {
        ValueTask<EndResult> call = CallAsync(
            "End",
            (store, id, reason, expectedVersion),
            static call => call.store.EndAsync(call.id, call.reason, call.expectedVersion, CancellationToken.None));
        return ReportAfterAsync(call, id);
    }

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate)
    {
        ValueTask<MarkStatus> call = CallAsync(
            "Mark",
            (store, id, reauthenticate),
            static call => call.store.MarkAsync(call.id, call.reauthenticate, CancellationToken.None));
        return ReportAfterAsync(call, id);
    }

    public ValueTask<StoreHealth> CheckHealthAsync() =>
        CallAsync("CheckHealth", store, static store => store.CheckHealthAsync(CancellationToken.None));

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(SessionReservation reservation, int? limit) => index is null
        ? ValueTask.FromResult<IReadOnlyList<SessionId>>([])
        : CallAsync(
            "Reserve",
            (index, reservation, limit),
            static call => call.index.ReserveAsync(call.reservation, call.limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId) => index is null
        ? ValueTask.FromResult<IReadOnlyList<IndexedSession>>([])
        : CallAsync("List", (index, userId), static call => call.index.ListAsync(call.userId, CancellationToken.None));

    public ValueTask<bool> RemoveAsync(string userId, SessionId id, EndedSession? ended) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync(
            "Remove",
            (index, userId, id, ended),
            static call => FinishAsync(call.index.RemoveAsync(call.userId, call.id, call.ended, CancellationToken.None)));

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId) => index is null
        ? ValueTask.FromResult<IReadOnlyList<EndedSession>>([])
        : CallAsync("History", (index, userId), static call => call.index.HistoryAsync(call.userId, CancellationToken.None));

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(string userId, KnownDevice device) => index is null
        ? ValueTask.FromResult<IReadOnlyList<KnownDevice>>([])
        : CallAsync(
            "RememberDevice",
            (index, userId, device),
            static call => call.index.RememberDeviceAsync(call.userId, call.device, CancellationToken.None));

    public ValueTask<bool> ForgetUserAsync(string userId) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync(
            "ForgetUser", (index, userId), static call => FinishAsync(call.index.ForgetUserAsync(call.userId, CancellationToken.None)));

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync() => index is null
        ? ValueTask.FromResult<IReadOnlyList<SessionDeadline>>([])
        : CallAsync("LeaseDue", index, static index => index.LeaseDueAsync(CancellationToken.None));

    public ValueTask<bool> PostponeAsync(SessionDeadline deadline, DateTimeOffset until) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync(
            "Postpone",
            (index, deadline, until),
            static call => FinishAsync(call.index.PostponeAsync(call.deadline, call.until, CancellationToken.None)));

    public ValueTask<bool> CompleteAsync(SessionDeadline deadline) => index is null
        ? ValueTask.FromResult(true)
        : CallAsync(
            "Complete",
            (index, deadline),
            static call => FinishAsync(call.index.CompleteAsync(call.deadline, CancellationToken.None)));

    /// <exception cref="InvalidOperationException">The store keeps no signing keys.</exception>
    public ValueTask<StoredSigningKey> GetOrAddSigningKeyAsync(StoredSigningKey candidate) => signingKeys is null
        ? throw new InvalidOperationException("The session store keeps no signing keys.")
        : CallAsync(
            "GetOrAddSigningKey",
            (signingKeys, candidate),
            static call => call.signingKeys.GetOrAddAsync(call.candidate, CancellationToken.None));

    /// <exception cref="InvalidOperationException">The store counts no attempts.</exception>
    public ValueTask<AttemptCount> CountAttemptAsync(AttemptKeys keys, AttemptLimits limits) => CallAsync(
        "CountAttempt",
        (Counters, keys, limits),
        static call => call.Counters.CountAsync(call.keys, call.limits, CancellationToken.None));

    /// <exception cref="InvalidOperationException">The store counts no attempts.</exception>
    public ValueTask<int> ForgetAttemptsAsync(AttemptKeys keys, AttemptLimits limits) => CallAsync(
        "ForgetAttempts",
        (Counters, keys, limits),
        static call => call.Counters.ForgetAsync(call.keys, call.limits, CancellationToken.None));

    // A call without a result goes the same way as one with a result.
    private static async ValueTask<bool> FinishAsync(ValueTask call)
    {
        await call;
        return true;
    }

    private ValueTask<FindResult> FindInStoreAsync(SessionId id, SecretHash hash, FindMode mode) =>
        CallAsync(
            "Find",
            (store, id, hash, mode),
            static call => call.store.FindAsync(call.id, call.hash, call.mode, CancellationToken.None));

    private async ValueTask<FindResult> FindAndKeepAsync(NearCache near, SessionId id, SecretHash hash, FindMode mode)
    {
        NearCache.Question question = near.Ask(id);
        FindResult found = await FindInStoreAsync(id, hash, mode);
        near.Keep(question, id, hash, mode, found);
        return found;
    }

    // Also after a failure, whose outcome is unknown.
    private async ValueTask<TResult> ReportAfterAsync<TResult>(ValueTask<TResult> call, SessionId id, bool changesPrivileges = true)
    {
        try
        {
            return await call;
        }
        finally
        {
            if (changesPrivileges)
                ReportChange(id);
            else
                _near?.Drop(id);
        }
    }

    private void ReportChange(SessionId id)
    {
        _near?.Drop(id);
        ChangeSeen?.Invoke(id);
    }

    private ValueTask<TResult> CallAsync<TState, TResult>(string operation, TState state, Func<TState, ValueTask<TResult>> call)
    {
        if (metrics.StoreDurationEnabled || SessionActivities.Enabled)
            return MeasureAsync(operation, state, call);

        try
        {
            ValueTask<TResult> pending = call(state);
            return pending.IsCompletedSuccessfully ? pending : BoundAsync(operation, pending.AsTask());
        }
        catch (Exception exception)
        {
            // Whoever awaits the call sees the failure, and so does ReportAfterAsync.
            return ValueTask.FromException<TResult>(Failure(operation, exception));
        }
    }

    private async ValueTask<TResult> MeasureAsync<TState, TResult>(string operation, TState state, Func<TState, ValueTask<TResult>> call)
    {
        using Activity? activity = SessionActivities.StartStoreCall(_system, operation);
        long started = timeProvider.GetTimestamp();
        bool succeeded = false;
        try
        {
            TResult result = await BoundAsync(operation, InvokeAsync(state, call));
            succeeded = true;
            return result;
        }
        catch (SecureSessionStoreException exception)
        {
            SessionActivities.Fail(activity, exception);
            throw;
        }
        finally
        {
            metrics.StoreCalled(operation, succeeded, timeProvider.GetElapsedTime(started));
        }
    }

    // An exception thrown before the first await becomes a faulted task like any other.
    private static async Task<TResult> InvokeAsync<TState, TResult>(TState state, Func<TState, ValueTask<TResult>> call) =>
        await call(state);

    private async ValueTask<TResult> BoundAsync<TResult>(string operation, Task<TResult> pending)
    {
        try
        {
            return await pending.WaitAsync(policy.StoreTimeout, timeProvider);
        }
        catch (Exception exception)
        {
            // A call that was given up on may still fail: its exception has to be observed.
            _ = pending.ContinueWith(
                static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw Failure(operation, exception);
        }
    }

    private SecureSessionStoreException Failure(string operation, Exception exception)
    {
        Log.StoreFailed(logger, operation, exception);
        return exception as SecureSessionStoreException
            ?? new SecureSessionStoreException($"The session store failed at {operation}: {Describe(exception)}", exception);
    }

    private static string SystemOf(string type)
    {
        string kind = type.Replace("SessionStore", "", StringComparison.Ordinal).Replace("Store", "", StringComparison.Ordinal);
        return SnakeCase.Of(kind.Length > 0 ? kind : type);
    }

    private string Describe(Exception exception) =>
        exception is TimeoutException ? $"no answer within {DurationText.Of(policy.StoreTimeout)}." : $"{exception.GetType().Name}.";
}
