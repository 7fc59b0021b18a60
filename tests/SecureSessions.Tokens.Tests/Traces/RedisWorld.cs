using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Options;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// Sessions on a real Redis server, whose clock nobody moves. All traces share their waits: each goes on until it has to wait for a grace
/// or is done, and when the last one is there, one grace passes for all.
/// </summary>
internal sealed class RedisWorld : TokenWorld
{
    // So few that the steps of a trace between two waits are done long before a grace is over.
    private const int TracesAtOnce = 128;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ISecureSessionStore _store;
    private readonly SemaphoreSlim _turns = new(TracesAtOnce);
    private TaskCompletionSource _allWait = NewSignal();
    private TaskCompletionSource _graceIsOver = NewSignal();
    private int _running;
    private int _waiting;

    private RedisWorld(RedisServer server)
        : base(sessions => AddStore(sessions, server), Configure) => _store = Services.GetRequiredService<ISecureSessionStore>();

    public static async Task<RedisWorld> StartAsync(RedisServer server)
    {
        var world = new RedisWorld(server);
        await RealStore.WaitUntilServedAsync(world._store);
        return world;
    }

    /// <summary>Runs a trace for each, and returns the traces that fail.</summary>
    public async Task<IReadOnlyList<T>> FailingAsync<T>(IReadOnlyCollection<T> traces, Func<TokenWorld, T, Task<bool>> holds)
    {
        _running = traces.Count;
        Task<(T Trace, bool Holds)>[] runs = [.. traces.Select(trace => RunAsync(trace, holds))];
        await _allWait.Task;
        while (_waiting > 0)
        {
            await RealStore.WaitAsync(_store, Grace + TimeSpan.FromMilliseconds(1));
            TaskCompletionSource graceIsOver = _graceIsOver;
            (_running, _waiting, _allWait, _graceIsOver) = (_waiting, 0, NewSignal(), NewSignal());
            graceIsOver.SetResult();
            await _allWait.Task;
        }

        return [.. (await Task.WhenAll(runs)).Where(static run => !run.Holds).Select(static run => run.Trace)];
    }

    public override async ValueTask PassGraceAsync()
    {
        Task graceIsOver = _graceIsOver.Task;
        Interlocked.Increment(ref _waiting);
        GiveWay();
        await graceIsOver;
        await _turns.WaitAsync();
    }

    private static void AddStore(SecureSessionsBuilder sessions, RedisServer server)
    {
        sessions.AddRedisStore(server.Configuration);
        sessions.Services.Configure<SecureSessionOptions>(static options => options.StoreTimeout = Patience.StoreTimeout);
    }

    private static void Configure(SessionTokenOptions tokens)
    {
        tokens.RefreshGrace = Grace;
        tokens.SigningKeys.Add(TestKeys.New());
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<(T Trace, bool Holds)> RunAsync<T>(T trace, Func<TokenWorld, T, Task<bool>> holds)
    {
        await _turns.WaitAsync();
        try
        {
            return (trace, await holds(this, trace));
        }
        finally
        {
            GiveWay();
        }
    }

    private void GiveWay()
    {
        _turns.Release();
        if (Interlocked.Decrement(ref _running) == 0)
            _allWait.SetResult();
    }
}
