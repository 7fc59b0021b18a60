using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecureSessions.TestKit;

/// <summary>
/// A store that counts its calls, can be made to fail, and can be stopped before or after a call; with its users port and its counters, if
/// it has them.
/// </summary>
public sealed partial class FaultyStore(
    ISecureSessionStore inner, ISecureSessionIndex? innerIndex = null, ISecureSessionCounters? innerCounters = null)
    : ISecureSessionStore, IDisposable
{
    private readonly ConcurrentDictionary<StoreOperation, StoreFault> _faults = new();
    private readonly ConcurrentQueue<StoreOperation> _calls = new();
    private readonly TaskCompletionSource _never = new();

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyCollection<StoreOperation> Calls => _calls;

    /// <summary>The store behind.</summary>
    public ISecureSessionStore Inner => inner;

    /// <summary>Runs before each call; a test can wait here, or interfere.</summary>
    public Func<StoreOperation, Task>? Before { get; set; }

    /// <summary>Changes what a look-up finds, as damage to the stored bytes would.</summary>
    public Func<FindResult, FindResult>? Damage { get; set; }

    /// <summary>Changes what the store says of its health.</summary>
    public Func<StoreHealth, StoreHealth>? Sicken { get; set; }

    /// <summary>Puts a faulty store in front of the registered one, of its users port and of its counters.</summary>
    public static void Decorate(IServiceCollection services)
    {
        ServiceDescriptor store = Take<ISecureSessionStore>(services)!;
        ServiceDescriptor? index = Take<ISecureSessionIndex>(services);
        ServiceDescriptor? counters = Take<ISecureSessionCounters>(services);
        services.AddSingleton(provider =>
        {
            var inner = (ISecureSessionStore)Resolve(store, provider)!;
            return new FaultyStore(
                inner,
                inner as ISecureSessionIndex ?? Resolve(index, provider) as ISecureSessionIndex,
                inner as ISecureSessionCounters ?? Resolve(counters, provider) as ISecureSessionCounters);
        });
        services.AddSingleton<ISecureSessionStore>(static provider => provider.GetRequiredService<FaultyStore>());
        services.AddSingleton<ISecureSessionIndex>(
            static provider => provider.GetRequiredService<FaultyStore>() is { HasIndex: true } both ? both : null!);
        services.AddSingleton<ISecureSessionCounters>(
            static provider => provider.GetRequiredService<FaultyStore>() is { HasCounters: true } both ? both : null!);
    }

    public void Fail(StoreFault fault, params StoreOperation[] operations)
    {
        foreach (StoreOperation operation in operations.Length == 0 ? Enum.GetValues<StoreOperation>() : operations)
            _faults[operation] = fault;
    }

    public void Heal() => _faults.Clear();

    public void ForgetCalls() => _calls.Clear();

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.GetTime, () => inner.GetTimeAsync(cancellationToken));

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Create, () => inner.CreateAsync(session, cancellationToken));

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Find, async () =>
        {
            FindResult found = await inner.FindAsync(id, hash, mode, cancellationToken);
            return Damage?.Invoke(found) ?? found;
        });

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Peek, () => inner.PeekAsync(id, cancellationToken));

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Replace, () => inner.ReplaceAsync(replacement, cancellationToken));

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.End, () => inner.EndAsync(id, reason, expectedVersion, cancellationToken));

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.Mark, () => inner.MarkAsync(id, reauthenticate, cancellationToken));

    public ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.CheckHealth, async () =>
        {
            StoreHealth health = await inner.CheckHealthAsync(cancellationToken);
            return Sicken?.Invoke(health) ?? health;
        });

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private ValueTask<T> RunAsync<T>(StoreOperation operation, Func<ValueTask<T>> call)
    {
        _calls.Enqueue(operation);
        StoreFault fault = _faults.GetValueOrDefault(operation);
        if (fault == StoreFault.ThrowsAtOnce)
            throw Failure(operation);
        return fault == StoreFault.None && Before is null ? call() : RunFaultyAsync(operation, fault, call);
    }

    private async ValueTask<T> RunFaultyAsync<T>(StoreOperation operation, StoreFault fault, Func<ValueTask<T>> call)
    {
        if (Before is { } before)
            await before(operation);

        switch (fault)
        {
            case StoreFault.None:
                return await call();
            case StoreFault.ThrowsAfterYield:
                await Task.Yield();
                break;
            case StoreFault.ThrowsLater:
                await Task.Delay(TimeSpan.FromMilliseconds(20));
                break;
            case StoreFault.ThrowsAfterDoing:
                await call();
                break;
            case StoreFault.Hangs:
                await _never.Task;
                break;
            case StoreFault.ThrowsAtOnce:
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        throw Failure(operation);
    }

    private static ServiceDescriptor? Take<TService>(IServiceCollection services)
    {
        ServiceDescriptor? registered = services.LastOrDefault(
            static service => service is { IsKeyedService: false } && service.ServiceType == typeof(TService));
        services.RemoveAll<TService>();
        return registered;
    }

    private static object? Resolve(ServiceDescriptor? registered, IServiceProvider provider) => registered is null
        ? null
        : registered.ImplementationInstance
            ?? (
                registered.ImplementationFactory is { } create
                    ? create(provider)
                    : ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!));

    private static TimeoutException Failure(StoreOperation operation) => new($"{operation} was told to fail.");
}
